let x: any = 1
match $x {
    1 | 2 => 'few'
    3..5 => { print "some" }
    6.. => {a: 1},
    "a" => 1, b => 2, null => 3, true => 4, 1sec => 5
    $n if $n > 3 and $n < 9 => $n
    [1, ..$rest] => 1
    [$a .. $b] => 2
    [] => 3
    {a: 1, $b, c: {d: $e}} => (1 + 2)
    {} => exit
    _ => null
}
match (1 + 1) {}
