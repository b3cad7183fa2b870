ebpf attach 'raw_tp:sys_enter' {|ctx|
    {} | count
    {a: null, b: {}} | count other
    1 | hist --by {}
    {} | emit
}
