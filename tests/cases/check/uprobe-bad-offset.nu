ebpf attach 'uprobe:/bin/bash:0xzz' {|ctx| count }
