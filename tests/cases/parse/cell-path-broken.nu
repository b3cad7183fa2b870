let a = $x.
let b = $x.a..b.c..d
let c = $x.a?b
