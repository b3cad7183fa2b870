# profile.nu: where programs and the kernel spend their time, sampled; `-f folded` is for flame graphs.
use nubpf *

# Count stacks of what runs, 49 times a second on every cpu.
def main [
    --pid (-p): int = 0          # only this process (0 = all)
    --user (-U)                  # stacks of user space alone
    --kernel (-K)                # stacks of the kernel alone
    --idle (-I)                  # also cpus that have nothing to do
] {
    ebpf attach --name sample 'profile:49hz' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $ctx.pid == 0 and not $idle { return }
        if $user {
            {comm: $ctx.comm, pid: $ctx.tgid, stack: $ctx.ustack} | count user_stacks
        } else if $kernel {
            {comm: $ctx.comm, pid: $ctx.tgid, stack: $ctx.kstack} | count kernel_stacks
        } else {
            {comm: $ctx.comm, pid: $ctx.tgid, user: $ctx.ustack, kernel: $ctx.kstack} | count stacks
        }
    }
}
