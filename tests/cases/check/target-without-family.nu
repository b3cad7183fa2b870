ebpf attach 'sys_enter_openat' {|ctx| count }
