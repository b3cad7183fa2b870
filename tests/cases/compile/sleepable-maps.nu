ebpf attach 'uprobe.s:/bin/true:main' {|ctx| 1 | map-push q --kind queue }
ebpf attach 'uprobe:/bin/true:main' {|ctx| 1 | map-push r --kind queue }
ebpf attach 'uprobe.s:/bin/true:main' {|ctx| 1 | map-put h 1 }
ebpf attach 'fentry.s:vfs_read' {|ctx| 1 | map-push b --kind bloom-filter }
