def completer [] { [] }
def a [x, y: int, z?: string, w: int = 5, ...rest: int] { }
def b [--flag(-f): int = 5, --switch, --other (-o), -s, --list: list<int>] { }
def c (x y) { }
def d []: int -> list<int> { [$in] }
def e [] : [int -> int, string -> string] { $in }
def --env --wrapped f [...args] { }
export def "g h" [x: string@completer] { }
