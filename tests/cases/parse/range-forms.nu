let n = 3
let a: any = {x: 1}
let b: any = 2
[0..3 0..<3 0..=3 0..2..9 5.. ..5 ..<5 -3..-1]
let l = 0..($n - 1)
let m = $a.x..$b
let c = ($a)..<($b | length)
[.. ... a..b ../x]
