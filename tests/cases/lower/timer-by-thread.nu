# One map for both programs, by thread.
ebpf attach 'raw_tp:sys_enter' {|ctx| start-timer }
ebpf attach 'raw_tp:sys_exit' {|ctx| stop-timer | default 0ns | emit }
