# Uses of one name agree on a key that holds both.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    'kernel' | count names
    $ctx.comm | count names
}
