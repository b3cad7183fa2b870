# memleak.nu: memory that was allocated and not freed, by the stacks that asked for it.
use nubpf *

map-define allocations --max-entries 1000000

# Follow malloc, calloc and free; what is left is shown at the end.
def main [
    --pid (-p): int = 0                 # only this process (0 = all)
    --smallest (-z): filesize = 0b      # only allocations at least this large
    --largest (-Z): filesize = 1024pb   # … and at most this large
] {
    ebpf attach --name malloc_enter 'uprobe:libc.so.6:malloc' {|ctx|
        let size = ($ctx.arg0 | into filesize)
        if ($pid == 0 or $ctx.tgid == $pid) and $size >= $smallest and $size <= $largest {
            $size | map-put asked $ctx.pid
        }
    }
    ebpf attach --name calloc_enter 'uprobe:libc.so.6:calloc' {|ctx|
        let size = ($ctx.arg0 * $ctx.arg1 | into filesize)
        if ($pid == 0 or $ctx.tgid == $pid) and $size >= $smallest and $size <= $largest {
            $size | map-put asked $ctx.pid
        }
    }
    ebpf attach --name malloc_leave 'uretprobe:libc.so.6:malloc' {|ctx| taken $ctx.pid $ctx.retval $ctx.ustack }
    ebpf attach --name calloc_leave 'uretprobe:libc.so.6:calloc' {|ctx| taken $ctx.pid $ctx.retval $ctx.ustack }
    ebpf attach --name free 'uprobe:libc.so.6:free' {|ctx|
        let old = ($ctx.arg0 | map-get allocations)
        if $old == null { return }
        $ctx.arg0 | map-delete allocations
        (0b - $old.size) | sum outstanding --by $old.stack
    }
}

def taken [thread, address, stack] {
    let size = ($thread | map-get asked)
    if $size == null { return }
    $thread | map-delete asked
    if $address == 0 { return }
    {size: $size, stack: $stack} | map-put allocations $address
    $size | sum outstanding --by $stack
}
