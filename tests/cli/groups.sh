# Groups: left running, listed, read and ended by other processes. The BPF file system is that of a
# namespace of its own, which goes with its last process.
needs_root
cat >calls.nu <<'END'
use nubpf *
ebpf attach --name first begin {|| print 'begins' }
ebpf attach --name grouped 'raw_tracepoint:sys_enter' {|ctx|
    mut seen: int = 0
    if $ctx.comm != 'grouped' { return }
    $seen += 1
    $ctx.comm | count by
    { stack: $ctx.kstack } | count stacks
    7 | hist sizes
    { n: $seen } | emit rows
    10 // ($seen - 3) | ignore
    if $seen == 3 { print 'unreached' }
}
ebpf attach --name last end {|| print 'ends' }
END
"$nubpfc" -o calls.bpf.o calls.nu || cli_wrong "cannot compile"
object ticks
own_mounts
calls=$build/tests/targets/caller
# bpftool gives up when somebody else's program ends while it looks through all.
is_loaded() {
	local i
	for ((i = 0; i < 5; i++)); do
		[[ -z $(bpftool prog show name grouped) ]] || return 0
	done
	return 1
}
# The kernel frees programs a moment after their last user has gone.
gone() {
	local i
	for ((i = 0; i < 1000; i++)); do
		is_loaded || return 0
		sleep 0.02
	done
	return 1
}

inside umount --all-targets --lazy /sys/fs/bpf
inside "$nubpf" list
status 1
err '^nubpf: groups lie in the BPF file system, which is not mounted'
err '^hint: mount -t bpf bpf /sys/fs/bpf$'
inside "$load" --pin g calls.bpf.o
status 1
err 'which is not mounted'
inside mount -t bpf bpf /sys/fs/bpf
status 0
inside "$nubpf" list
status 0
[[ ! -s out ]] || cli_wrong "a group before any was made"

# Names.
for name in ../x . a/b 'a b' '' -x "$(printf 'x%.0s' {1..65})"; do
	inside "$load" "--pin=$name" calls.bpf.o
	status 2
	err "cannot be the name of a group"
	inside "$nubpf" detach -- "$name"
	status 2
done
inside "$nubpf" events
status 2
err '^nubpf: no group given$'
inside "$nubpf" counters nobody
status 1
err "there is no group 'nobody'"
# What needs the loader cannot be left alone.
inside "$load" --pin g ticks.bpf.o
status 1
err "ticks.nu:5:[0-9]+: 'interval:100ms' is run by the loader's clock: it cannot go on without the loader"

inside "$load" --pin g calls.bpf.o
status 0
err "^pinned 1 program as 'g'"
inside "$load" --pin g calls.bpf.o
status 1
err "there is a group 'g' already"
inside stat -c '%a %n' /sys/fs/bpf/nubpf /sys/fs/bpf/nubpf/g
out '^700 /sys/fs/bpf/nubpf$'
out '^700 /sys/fs/bpf/nubpf/g$'
# A loader that died while it made a group leaves nothing for long.
inside mkdir /sys/fs/bpf/nubpf/4194304,half
inside "$nubpf" list
out '^\{"group":"g","object":"calls.bpf.o","age":[0-9]+,"attached":1,"programs":3,"lost":0,"errors":0\}$'
(($(wc -l <out) == 1)) || cli_wrong "more than one group"
inside ls /sys/fs/bpf/nubpf
no_out half

"$calls" grouped 5
inside "$nubpf" counters g
status 0
out '^\{"map":"by","key":"grouped","count":5\}$'
no_out sizes
out '"error":1,"probe":"grouped","at":"calls.nu:11:5","message":"division by zero"'
inside "$nubpf" hist -q g
out '^\{"map":"sizes","buckets":\[\{"low":4,"high":8,"count":5\}\]\}$'
no_out '"by"'
inside "$nubpf" hist -q -f table g
out '^   total  5$'
inside "$nubpf" stacks -q g
out '^entry_SYSCALL_64_after_hwframe;do_syscall_64;.* 5$'
inside "$nubpf" events g --count 3
out '^\{"print":"begins"\}$'
out '^\{"n":2\}$'
no_out '"n":3'
err '^3 events, 0 lost, 1 run-time error in '
# One reader at a time, which sees what the one before has left.
inside bash "$here/two-readers.bash" "$nubpf" g
status 1
err "somebody else reads the rows of group 'g'"
grep -q '^{"n":5}$' first || cli_wrong "the first reader lost rows"
inside "$nubpf" top g -n 2 -i 50ms -f table -q
(($(grep -c '^by$' out) == 2)) || cli_wrong "not two pictures"

"$calls" grouped 2
inside "$nubpf" detach g
status 0
out '^\{"n":7\}$'
out '^\{"print":"ends"\}$'
out '^\{"map":"by","key":"grouped","count":7\}$'
out '^\{"state":"seen","probe":"grouped","value":7\}$'
inside "$nubpf" detach g
status 1
err "there is no group 'g'"
gone || cli_wrong "a program is still loaded"
# One whose object is gone is removed all the same.
inside "$load" -q --pin g calls.bpf.o
inside "$load" -q --pin h calls.bpf.o
inside rm /sys/fs/bpf/nubpf/g/object
inside "$nubpf" list
out '^\{"group":"g","error":"group .g. is damaged: '
inside "$nubpf" detach -q --all
status 0
err "group 'g' is damaged: .*; it was removed"
inside "$nubpf" list
[[ ! -s out ]] || cli_wrong "groups are left"

# A loader that is killed takes its programs along.
"$load" calls.bpf.o >out 2>err &
loader=$!
disown
for ((i = 0; i < 1000; i++)); do
	! is_loaded || break
	sleep 0.02
done
is_loaded || cli_wrong "the program was never there"
kill -KILL $loader
gone || cli_wrong "a killed loader left its program"
