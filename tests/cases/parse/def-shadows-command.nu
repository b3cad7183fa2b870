count 5
def count [x: int] { }
