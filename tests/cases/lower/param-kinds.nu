# Parameters are read-only globals; a branch on them goes away at load time.
def main [--pid: int = 0, --min: duration = 5ms, --loud, --name: string = 'x'] {
    ebpf attach 'raw_tp:sys_enter' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $loud { print $name }
    }
}
