let a = $"pid (1 + 2): \(not\) (ls "a b" | length)"
let b = $'raw \n (2)'
let c = $""
let d = file-($a).txt
