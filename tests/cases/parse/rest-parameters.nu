def one [a, ...more] { $a }
def two [...a, ...b] { $a }
def default [...a = [1]] { $a }
