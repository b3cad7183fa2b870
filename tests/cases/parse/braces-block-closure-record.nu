let a = {}
let b = {x: 1}
let c = {x 1}
let d = {|x| 1}
let e = {|| 1}
let f = { || 1}
let g = {}.a
if true {}
