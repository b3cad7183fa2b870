def a [x-y, --f-g, ...r.s, t+] { }
def b [-xy, -z, ?] { }
def c [x: int = 5, y, z?, --flag, ...rest] { }
def d [...x, ...y] { }
def e [x, , y,] { }
def f [--x: bool, --y: int, z: bool] { }
def g [x]{ }
def h []:int -> int { }
def i [in, --env, nu?] { }
def a [] { }
do {|x?, y| 1 }
let in = 1
let x: int= 1
for env in [1] { }
match 1 { $nu => 2 }
