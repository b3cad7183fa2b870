# opens.nu: which files does each process open?
use nubpf *

# Show every file that is opened.
def main [
    --pid: int = 0        # only this process (0 = all)
    --comm: string = ''   # only programs of this name
] {
    ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $comm != '' and $ctx.comm != $comm { return }
        { pid: $ctx.tgid, comm: $ctx.comm, file: ($ctx.filename | read-str --max-len 256) } | emit open
    }
}
