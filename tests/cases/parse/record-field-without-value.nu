let a = {pid:}
let b = {a: 1 b}
let c = {a: b: c}
