# What the commands on bits do not take.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    0x[01] | bits and 5 | emit
    5 | bits and 0x[01] | emit
    0x[01] | bits shl 0x[01] | emit
    0x[01] | into int --endian middle | emit
    "a" | bits not | emit
    0x[01] | into duration | emit
}
