# Commands on constants are constants, with closures and defs that give one for each element.
def double [x: int] { $x * 2 }
let file = ([1 2 3] | each {|x| $x * 2 } | math sum)
const least = ([4 2] | math min)
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ([1 2 3] | each {|x| double $x })
    let b = ([1 2 3] | where $it > 1 | length)
    let c = ([3 4 5] | reduce -f 10 {|x, acc| let y = $acc - $x; $y })
    let d = ([1 "a" null] | each {|x| if $x == null { return 5 }; $x })
    let e = ([[a b]; [1 2] [3 4]] | update a {|r| $r.b * 10 } | get a)
    let f = ([3 4] | enumerate | each {|e| match $e.index { 0 => "zero", 1 => "one" } })
    let g = ([1 2 3] | any {|x| $x == 2 })
    let h = ([5 0] | each {|x| if $x > 0 { [$x $x] } } | flatten)
    let i = ({a: 1, b: 2} | insert c {|r| $r.a + $r.b } | rename x | columns)
    let j = ([1 2 3 2] | uniq | reverse | skip | append 9 | prepend [7 8] | drop)
    let k = (1..200 | where $it mod 50 == 0)
    let l = ([] | first)
    let m = (1.. | first 3 | last)
    let n = (match ([2] | first) { 1 => "one", 2 => "two" })
    let o = ([{a: {b: 1}} {a: {b: 2}}] | update a.b { $in + 1 } | insert 0.a.c "x" | upsert 2 5)
    let p = ([1 2] | insert 1 { $in * 10 } | upsert 3 {|x| $x | describe } | update 0 [])
    let q = ([5 6 7] | select 2 0 9 | append ([5 6 7] | reject 1))
    let s = ({a: 1, b: "x"} | rename --block {|c| $c + "1" } | rename --column {b1: c} | select -o c z)
    let t = ({a: 1, b: "x"} | get a b)
    let u = ([4] | first --strict)
    let v = ([3 4] | any $it > 3)
    let w = (null | default { "x" })
    for x in 0..<($b + $file + $least) { $x | emit }
}
