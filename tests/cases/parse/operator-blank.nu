let x = 1
$x+1
$x -1
$x==2
$x=5
1+1
let y=5
$x + 1
