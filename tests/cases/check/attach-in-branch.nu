let x = 1
if $x == 1 {
    ebpf attach 'kprobe:vfs_read' {|| count }
}
