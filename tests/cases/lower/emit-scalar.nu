# A scalar is a row of one column.
ebpf attach 'raw_tp:sys_enter' {|ctx| $ctx.ktime | emit }
