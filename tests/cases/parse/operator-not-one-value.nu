let a: any = true
not $a.x == 2
not ($a > 2)
not not true
