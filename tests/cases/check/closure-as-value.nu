ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let f = {|x| $x }
    count
}
