ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    count --max-entrys 5
}
