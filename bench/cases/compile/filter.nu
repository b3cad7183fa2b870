# Writes of at least so many bytes by one process or all.
use nubpf *

def main [
    --pid: int = 0           # only this process (0 = all)
    --least: filesize = 0b   # only writes of at least this much
] {
    ebpf attach 'tracepoint:syscalls/sys_enter_write' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $ctx.count < $least { return }
        { pid: $ctx.tgid, fd: $ctx.fd, bytes: $ctx.count } | emit
    }
}
