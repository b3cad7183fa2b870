# A named timer with a key of its own.
ebpf attach 'raw_tp:sys_enter' {|ctx| start-timer --by $ctx.arg1 calls }
ebpf attach 'raw_tp:sys_exit' {|ctx| stop-timer --by $ctx.arg1 calls | emit }
