ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    $n * 1ns | format duration month | emit
    $n * 1ns | format duration $ctx.comm | emit
    $n | into filesize | format filesize kb | emit
    $n | into filesize | format filesize $ctx.comm | emit
    $ctx.arg0 | format number | emit
    $ctx.arg0 | format bits | emit
    $ctx.comm | format number | emit
    $ctx.arg1 | read-str --max-len 257 | format bits | emit
    (if $n > 3 { $n }) | format number | emit
}
