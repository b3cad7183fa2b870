# Values of sockets, cgroups and threads, by the addresses that programs are given and what they lead to.
map-define states --kind sk-storage --value-type 'record<last: int, changes: int>'
map-define calls --kind cgrp-storage
map-define begun --kind task-storage
def mine [port: int] { $port == 0xd204 }

ebpf attach --name socket 'tp_btf:inet_sock_set_state' {|ctx|
    let sk = $ctx.arg.sk
    if not (mine $sk.__sk_common.skc_dport) { return }
    let before = (map-get states $sk)
    {last: ($ctx.arg.newstate | into int), changes: (($before | default {last: 0, changes: 0}).changes + 1)} | map-put states $sk
    {event: 'state', before: $before, there: (map-contains states $ctx.arg.sk)} | emit state
    if $ctx.arg.newstate == 'TCP_CLOSE' {
        map-delete states $sk
        {gone: (map-get states $sk)} | emit gone
    }
}
ebpf attach --name cgroup 'tracepoint:syscalls/sys_enter_write' {|ctx|
    if $ctx.comm != 'owned-storm' { return }
    map-update calls $ctx.task.cgroups.dfl_cgrp {|old| ($old | default 0) + 1 }
    let calls = ($ctx.task.cgroups.dfl_cgrp | map-get calls)
    if $calls == 24 { $calls | emit calls }
}
ebpf attach --name fork 'tp_btf:sched_process_fork' {|ctx|
    if $ctx.comm == 'nubpf-parent' { $ctx.tgid | map-put begun $ctx.arg.child }
}
ebpf attach --name exit 'tp_btf:sched_process_exit' {|ctx|
    let parent = (map-get begun $ctx.arg.p)
    if $parent != null { {parent: ($parent == $ctx.ppid)} | emit exit }
}
