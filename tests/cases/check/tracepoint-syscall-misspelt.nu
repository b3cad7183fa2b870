ebpf attach 'tracepoint:syscalls/sys_enter_opnat' {|ctx| count }
