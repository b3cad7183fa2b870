let a = 1
let b = (1 +
    2
    | into int)
ls
| first
# a comment between
| length
ls |
    first
a; b;; c
