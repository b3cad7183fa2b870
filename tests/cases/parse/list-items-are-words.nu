let a = 1
[$a, 1 + 2]
[
    1 # one
    2,
]
