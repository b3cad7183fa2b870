# flags: --btf=../kernel.btf
# A file with defs that are called is compiled in both forms: names of the kernel's numbers do not outlive one.
def asleep [n, m: int] { ($n in ['ASLEEP' 'ABOVE']) and ($m mod 7) * ($n mod 5) > ($m bit-xor 3) }
ebpf attach 'tp_btf:sched_switch' {|ctx|
    let task = $ctx.arg.prev
    if (asleep $task.pid 3) { 1 | count }
    if (asleep $task.pid $ctx.pid) { 2 | count }
    if $task.state == 'AWAKE' { 3 | count }
}
