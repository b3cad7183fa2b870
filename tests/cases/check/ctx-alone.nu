ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx
}
ebpf attach 'raw_tp:sys_exit' {|ctx| let c = $ctx; if $c.pid > 1 { $c } }
