ebpf attach 'raw_tp:sys_enter' {|ctx|
    for i in 0..((match $ctx.pid { 4..8 => 1, _ => 2 }) mod 5) { $i | emit }
    for i in 0..(3 + 1) { $i | emit }
}
