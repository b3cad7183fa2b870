match $x { 1 => 1 + 2 }
match $x { 1 => ls -l, 2 => 3 }
match $x { 1=>2 }
match $x + 1 { 2 => 3 }
match $x { 1 => }
match $x { 1 2 => 3 }
