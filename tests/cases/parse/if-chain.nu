let a: any = 1
let b = true
if $a == {x: 1} { 1 } else if $b { 2 } else { 3 }
let x = if true { 1 } else 2
5 | if $in > 3 { 1 } else { {a: 1} }
1 + if true { 1 } else { 2 }
