# execsnoop.nu: programs as they are started, with their arguments.
use nubpf *

# Show every program that is started.
def main [
    --failed (-x)                # also what could not be started
    --uid (-u): int = -1         # only by this user (-1 = all)
    --comm (-n): string = ''     # only by programs of this name, which are then others
] {
    ebpf attach --name exec 'tracepoint:syscalls/sys_enter_execve' {|ctx|
        if $uid != -1 and $ctx.uid != $uid { return }
        if $comm != '' and $ctx.comm != $comm { return }
        let v = $ctx.argv
        # What is behind the last argument is null.
        let args = ([$v.0 $v.1 $v.2 $v.3 $v.4 $v.5 $v.6 $v.7] | take while {|p| $p != 0 }
            | each {|p| $p | read-str --max-len 63 })
        {file: ($ctx.filename | read-str --max-len 127), args: $args} | map-put starting $ctx.pid
    }
    ebpf attach --name started 'tracepoint:syscalls/sys_exit_execve' {|ctx|
        let exec = ($ctx.pid | map-get starting)
        if $exec == null { return }
        map-delete starting $ctx.pid
        if $ctx.ret != 0 and not $failed { return }
        { comm: $ctx.comm, pid: $ctx.tgid, ppid: $ctx.ppid, ret: $ctx.ret, file: $exec.file, args: $exec.args } | emit
    }
}
