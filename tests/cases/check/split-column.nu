ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let s = ($ctx.arg0 | read-str --max-len 300)
    $s | split column ',' | emit
    $s | split column ',' a b a | emit
    $s | split column ',' $ctx.comm | emit
    $s | split column -n $ctx.cpu ',' a | emit
    $s | split column ($ctx.cpu | into int) a | emit
    $ctx.cpu | split column ',' a | emit
    $ctx.comm | split column 'abcdefgh' a b c d | emit
    $s | split column -n 64 ',' | emit
    $s | str replace --all $ctx.comm $s | emit
    $ctx.comm | str replace --all 5 $s | emit
}
ebpf attach 'raw_tracepoint:sys_exit' {|ctx|
    [1 2 3 4 5 6 7 8 9 10 11 12 13] | chunks $ctx.cpu | emit
    [1 2] | window $ctx.comm | emit
}
