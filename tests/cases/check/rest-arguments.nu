def plain [a] { $a }
def needs [a, ...more: int] { $a }
ebpf attach 'kprobe:vfs_read' {|ctx|
    plain 1 ...[2] | emit
    needs ...[1 2] | emit
    needs 1 2 abc | emit
    needs 1 ...$ctx.pid | emit
    needs 1 ...[2 3] | emit
}
