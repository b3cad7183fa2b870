mut x = 1
for x in 0..5 { $x }
for $x: int in [1 2] { break }
while $x < 3 and true { continue }
loop { return }
