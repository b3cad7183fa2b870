let a = 1 +
let b = 2
let c = (1 + * 2)
if $a == 1 and
   $b == 2 { print "both" }
