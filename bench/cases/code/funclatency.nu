# How long a function of the kernel takes, as a histogram.
use nubpf *

ebpf attach --name enter 'kprobe:vfs_read' { start-timer }
ebpf attach --name leave 'kretprobe:vfs_read' {
    let took = (stop-timer)
    if $took == null { return }
    $took | hist nsecs
}
