# What it does.
def main [
    --pid(-p): int = 0   # a process
    --min: duration = 1ms
    --comm: string = ''
    --size: filesize = 4kib
    --all                # everything
] {
    ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
        if $all or $ctx.tgid == $pid { {min: $min, comm: $comm, size: $size} | emit }
    }
}
