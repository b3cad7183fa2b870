if $a && $b || $c { }
5 % 3
true ^ false
