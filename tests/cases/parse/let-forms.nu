let x = ls -l | first 5
let y: list<int> = [1]
let z: record<a: int, b: string> = {a: 1, b: ""}
mut w: int = 5
const c = 1kb
let $d = 5
# what e is
let e = $d
ls | let files
