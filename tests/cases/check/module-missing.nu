use nowhere.nu *
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    count
}
