ebpf attach 'raw_tp:sys_enter' {|ctx|
    1 | sum a
    1ms | sum a
    $ctx.cgroup_id | max b
    1 | max b
    1 | sum --by 'x' c
    1 | sum c
}
