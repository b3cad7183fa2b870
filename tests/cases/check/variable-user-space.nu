let id = (ps | first)
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $id | emit
}
