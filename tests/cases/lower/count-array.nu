# Without a key: one element per cpu.
ebpf attach 'raw_tp:sys_enter' {|ctx| count }
