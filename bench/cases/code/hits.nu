# Reads and their bytes in all, in variables.
use nubpf *

mut reads: int = 0
mut bytes: int = 0
ebpf attach 'tracepoint:syscalls/sys_exit_read' {|ctx|
    if $ctx.ret > 0 {
        $reads += 1
        $bytes += $ctx.ret
    }
}
