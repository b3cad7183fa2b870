ebpf attach 'ksyscall:opneat' {|ctx| count }
