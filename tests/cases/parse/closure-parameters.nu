do {|a, b?: int, c: int = 3, ...r| $a }
do {|
    a
    b
| $b }
