# write-sizes.nu: how much do programs write at a time?
use nubpf *

# A histogram of the sizes of writes, by program.
def main [
    --comm: string = ''   # only programs of this name
] {
    ebpf attach 'tracepoint:syscalls/sys_exit_write' {|ctx|
        if $comm != '' and $ctx.comm != $comm { return }
        if $ctx.ret < 0 {
            $ctx.comm | count failed
            return
        }
        $ctx.ret | into filesize | hist --by $ctx.comm sizes
    }
}
