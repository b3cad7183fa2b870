use nubpf *
# An end that only the compiler knows to be near: the verifier still sees the most rounds.
ebpf attach --name unseen 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut s = 4096
    try { for i in ($s bit-and 7)..<($a mod 5) { $s += $a } }
    $s | emit
    if $s > 0 { error make {msg: 'Z'} }
}
ebpf attach --name while 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let n = ($a mod 5)
    mut i = 0
    mut s = 4096
    while $i < $n { $s += $a; $i += 1 }
    $s | emit
}
