# syscalls-by-comm.nu: how many system calls does each program make?
use nubpf *

# Count system calls by program.
def main [
    --uid: int = -1       # only this user (-1 = all)
] {
    ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
        if $uid != -1 and $ctx.uid != $uid { return }
        $ctx.comm | count syscalls
    }
}
