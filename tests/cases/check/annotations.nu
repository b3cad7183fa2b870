# Annotations with types inside: what they take, and what they do not.
def ints [x: list<int>] { $x | math sum }
def rows [x: table<a: int, b: string>] { $x | length }
def row [x: record<a: int, "b c": list<string>>] { $x.a }
def lists [x: list<list<int>>]: nothing -> list<int> { $x | flatten }
def wrong []: nothing -> list<string> { [1] }
def odd [x: list<integer>] { 1 }
def completed [x: string@names] { $x | str length }
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let maybe = (if $n > 2 { 1 })
    ints [1 $n] | count
    ints [] | count
    ints ["a"] | count
    ints [$maybe 2] | count
    rows [{a: $n, b: x, c: 1}] | count
    rows [{a: $n}] | count
    rows {a: 1, b: x} | count
    row {a: 1, "b c": ["x"]} | count
    row {a: x, "b c": ["x"]} | count
    row {a: 1, "b c": [1]} | count
    lists [[1] [$n]] | length | count
    lists [[a]] | length | count
    wrong | length | count
    odd [1] | count
    completed "ab" | count
    let x: list<int> = ["a"]
    let y: record<a: int> = {a: b}
    let z: list<any> = ["a"]
    [1] | each {|v: string| 1 } | length | count
}
