let a = "a\qb"
let b = "\u{110000}"
let c = "\x4"
let d = "fine"
