# user-function.nu: calls of a function of a C program: with what, what came back, how long it took.
#
# The program is tests/kernel/targets/greet.c:
#   cc -O1 -fno-inline -o greet tests/kernel/targets/greet.c
use nubpf *

# Trace greet(const char *name, long times) in ./greet.
def main [
    --min: duration = 0ns   # results only of calls at least this slow
] {
    ebpf attach --name entry 'uprobe:./greet:greet' {|ctx|
        start-timer
        let name = ($ctx.arg0 | read-str --user --max-len 32)
        { pid: $ctx.tgid, name: $name, times: ($ctx.arg1 | into int) } | emit call
    }
    ebpf attach --name done 'uretprobe:./greet:greet' {|ctx|
        let took = (stop-timer)
        if $took == null or $took < $min { return }
        { pid: $ctx.tgid, result: ($ctx.retval | into int), took: $took } | emit result
    }
}
