let x =
let = 5
let x 5
let x : int = 5
let y = 1
