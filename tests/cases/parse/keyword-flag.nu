return -1
return (-1)
if -1 < 2 { }
if 1 < -2 { }
while -1 < 2 { }
match -1 { _ => 1 }
match (-1) { -1..3 => -1 }
for x in -1..2 { }
let x = if true { 1 } else -1
