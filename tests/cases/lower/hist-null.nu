# A null cannot be measured: a run-time error, as arithmetic with it is.
ebpf attach 'raw_tp:sys_exit' {|ctx| stop-timer | hist }
