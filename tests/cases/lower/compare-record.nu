# Records are equal when their columns are, by name.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let x = { pid: $ctx.pid, comm: $ctx.comm }
    $x == { pid: 1, comm: 'init' } | count
}
