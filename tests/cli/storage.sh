# Values that belong to threads and cgroups are listed, read and changed by what user space knows of these; of
# sockets it is said that they are not.
needs_root
cat >owned.nu <<'END'
map-define kept --kind task-storage
map-define calls --kind cgrp-storage
map-define states --kind sk-storage --value-type int
ebpf attach --name sleeper 'tracepoint:syscalls/sys_enter_clock_nanosleep' {|ctx|
    if $ctx.comm != 'nubpf-sleeper' { return }
    {comm: $ctx.comm, flags: ($ctx.flags | into int)} | map-put kept $ctx.task
    map-update calls $ctx.task.cgroups.dfl_cgrp {|old| ($old | default 0) + 1 }
}
ebpf attach --name sockets 'tp_btf:inet_sock_set_state' {|ctx| 1 | map-put states $ctx.arg.sk }
END
"$nubpfc" -o owned.bpf.o owned.nu || cli_wrong "cannot compile"
own_mounts
inside mount -t bpf bpf /sys/fs/bpf
mkdir cgroups
inside mount -t cgroup2 cgroup2 "$PWD/cgroups"
inside "$load" -q --pin g owned.bpf.o
status 0
cp "$(command -v sleep)" nubpf-sleeper
./nubpf-sleeper 100 &
sleeper=$!
trap 'kill $holder $sleeper' EXIT
path=$(sed -n 's/^0:://p' /proc/self/cgroup)
for ((i = 0; i < 500; i++)); do
	inside "$nubpf" maps dump g kept
	[[ ! -s out ]] || break
	sleep 0.01
done
inside "$nubpf" maps dump g
status 0
out '^\{"map":"kept","key":'$sleeper',"value":\{"comm":"nubpf-sleeper","flags":0\}\}$'
out '^\{"map":"calls","key":"'"$path"'","value":1\}$'
(($(wc -l <out) == 2)) || cli_wrong "something else is shown"
err '^states: values are not shown: nothing lists what they belong to$'
inside "$nubpf" maps dump g -q
[[ ! -s err ]] || cli_wrong "-q says something"

inside "$nubpf" maps get g kept $sleeper
status 0
out '^\{"map":"kept","key":'$sleeper',"value":\{"comm":"nubpf-sleeper","flags":0\}\}$'
inside "$nubpf" maps get g kept $$
status 1
err "^nubpf: map 'kept' has no element with this key$"
inside "$nubpf" maps get g kept 4194304
status 1
err "^nubpf: map 'kept' has no element with this key: "
inside "$nubpf" maps set g calls "$path" 77
status 0
inside "$nubpf" maps get g calls "$path"
out '^\{"map":"calls","key":"'"$path"'","value":77\}$'
inside "$nubpf" maps get g calls /no/such/group
status 1
inside "$nubpf" maps delete g kept $sleeper
status 0
inside "$nubpf" maps dump g kept
[[ ! -s out ]] || cli_wrong "what was deleted is there"
inside "$nubpf" maps get g states 1
status 1
err "^nubpf: nothing lists what the values of map 'states' belong to$"
inside "$nubpf" detach g
status 0
out '^\{"map":"calls"'
err '^states: values are not shown'
