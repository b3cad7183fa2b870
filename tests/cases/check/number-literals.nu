# Words that begin as a number, and are none: errors to Nushell, not strings.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    [0xzz] | length | emit
    [0b12] | length | emit
    [0o8] | length | emit
    [0xffffffffffffffffff] | length | emit
    [1ab] | length | emit
    [1..2b] | length | emit
    [0b1b] | length | emit
    {a: 1.2.3sec} | emit
    match 3ns { 1ns..5ns => 1, _ => 2 } | emit
    $"(['+0x5' 0X10 5d 0x1b 1_0kb 5.b '1ab'])" | emit
}
