ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut last: string = ''
    count
}
