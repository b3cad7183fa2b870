let x = 1
let rest = [1]
tool -la *.txt --long=5 $x (1 + 2) [a b] {a: 1} { echo a } ...$rest
[] | order-by count --reverse
[[a]; [1]] | order-by a.b?.0 "a b".c
FOO=bar ls
