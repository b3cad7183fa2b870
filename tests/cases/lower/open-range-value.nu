# A range whose ends show at run time is a list to some commands, and no value to others.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = $ctx.cpu
    0..<($n mod 3) | is-empty | count
    (1..$n) == 3 | count
    1..$n | describe | count
}
