# Commands on a number known at run time; each row is what Nushell gives.
ebpf attach --name shifts 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let by = ($ctx.arg1 | into int)
    {n: $n, shr: ($n | bits shr $by), rol: ($n | bits rol $by), ror: ($n | bits ror $by -s),
      one: ($n | bits shl 1 -n 1), two: ($n | bits ror 3 -n 2), abs: ($n | math abs), up: ($n | math ceil),
      ms: ($n | into duration --unit ms | into int)} | emit
    $n | bits shl $by | emit
}
ebpf attach --name random 'raw_tp:sys_enter' {|ctx|
    mut fine = true
    mut heads = 0
    mut sevens = 0
    for i in 1..100 {
        let r = (random int 7..9)
        if $r not-in 7..9 or (random int) < 0 or (random int (-3..<-2)) != -3 { $fine = false }
        if $r == 7 { $sevens += 1 }
        if (random bool) { $heads += 1 }
    }
    {fine: $fine, heads: ($heads in 10..90), sevens: ($sevens in 5..80)} | emit
}
