# One bucket below, one for each step, one above.
ebpf attach 'raw_tp:sys_enter' {|ctx| $ctx.arg1 | hist --linear 0..100 --step 30 }
