let x = 1
$x & 1
$x << 2
$x === 1
$x is 1
1 not in [1]
$x++
$x //= 2
if !($x == 1) { }
$x <=> 1
