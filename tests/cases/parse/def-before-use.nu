f --by 5 x
f -b 5 x
{|| g h 5 --fast 6 }
f2 -3
def f [--by(-b): int, v: string] { }
def "g h" [a, b, --fast] { }
def f2 [x: int] { }
