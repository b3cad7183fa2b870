ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    const page = 4096
    let mask = $page - 1
    let names = ['a', 'b']
    if 'a' in $names { ($ctx.pid bit-and $mask) | emit }
}
