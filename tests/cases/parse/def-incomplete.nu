def
def a
def b { }
def c []
def d [x:] { }
def e [] { }
