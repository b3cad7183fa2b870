# Order carries null through; equality does not.
ebpf attach 'raw_tp:sys_exit' {|ctx|
    let took = (stop-timer)
    { slow: ($took > 1ms), none: ($took == null), same: ($took == 5ns) } | emit
}
