let age = 99999999999wk
let size = 100eb
