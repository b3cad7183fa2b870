let x = -5
let y = -$x
let z = 1 + -($x)
