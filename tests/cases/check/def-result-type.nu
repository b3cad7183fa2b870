def f []: nothing -> string { 1 }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    f | emit
}
