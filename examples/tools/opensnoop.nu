# opensnoop.nu: files as they are opened, and what came of it.
use nubpf *

# Show every file that is opened.
def main [
    --pid (-p): int = 0          # only this process (0 = all)
    --uid (-u): int = -1         # only this user (-1 = all)
    --comm (-n): string = ''     # only programs of this name
    --failed (-x)                # only what could not be opened
] {
    ebpf attach --name openat 'tracepoint:syscalls/sys_enter_openat' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $uid != -1 and $ctx.uid != $uid { return }
        if $comm != '' and $ctx.comm != $comm { return }
        {file: $ctx.filename, flags: $ctx.flags} | map-put opening $ctx.pid
    }
    ebpf attach --name opened 'tracepoint:syscalls/sys_exit_openat' {|ctx|
        let open = ($ctx.pid | map-get opening)
        if $open == null { return }
        map-delete opening $ctx.pid
        if $failed and $ctx.ret >= 0 { return }
        {
            pid: $ctx.tgid
            comm: $ctx.comm
            fd: (if $ctx.ret < 0 { -1 } else { $ctx.ret })
            err: (if $ctx.ret < 0 { 0 - $ctx.ret } else { 0 })
            flags: $open.flags
            path: ($open.file | read-str --user --max-len 255)
        } | emit
    }
}
