ebpf attach 'uprobe:/bin/bash' {|ctx| count }
