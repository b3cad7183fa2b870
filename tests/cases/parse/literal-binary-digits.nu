let a = 0x[zz]
let b = 0o[400]
