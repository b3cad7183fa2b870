ebpf attach 'socketthing:x' {|ctx| count }
