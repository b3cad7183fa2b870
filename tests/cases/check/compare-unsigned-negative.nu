ebpf attach 'raw_tp:sys_enter' {|ctx|
    if $ctx.arg0 < 0 { count }
}
