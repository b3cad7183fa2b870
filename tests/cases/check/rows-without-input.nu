ebpf attach 'raw_tp:sys_enter' {|ctx|
    select 1
    reject 0 1
}
