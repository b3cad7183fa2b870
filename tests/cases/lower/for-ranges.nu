# Constant ranges in both directions and with a step have a counter with a constant bound.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    for i in 5..1 { $i | count down }
    for i in 0..3..<10 { $i | count step }
    for i in 0..<0 { $i | count never }
}
