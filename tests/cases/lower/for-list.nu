# A constant list is laid out item by item.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    for port in [22, 80, 443] {
        if $ctx.arg0 == $port { $port | count; break }
    }
}
