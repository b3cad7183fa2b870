# Groups of programs in functions of programs: single ones, globs by one link, marks of the author (USDT) at
# several places. They count without the loader, until they are ended.
needs_root
cp "$build"/tests/targets/{greet,usdt} .
cat >user.nu <<'END'
ebpf attach --name one 'uprobe:./greet:greet' {|ctx| 'one' | count calls }
ebpf attach --name back 'uretprobe:./greet:greet' {|ctx| 'back' | count calls }
ebpf attach --name many 'uprobe.multi:./greet:gr*t' {|ctx| 'many' | count calls }
ebpf attach --name mark 'usdt:./usdt:nubpf_test:step' {|ctx| $ctx.arg0 | emit; 'mark' | count calls }
END
"$nubpfc" -o user.bpf.o user.nu || cli_wrong "cannot compile"
own_mounts
inside umount --all-targets --lazy /sys/fs/bpf
inside mount -t bpf bpf /sys/fs/bpf
status 0
inside "$load" --pin calls user.bpf.o
status 0
err "^pinned 4 programs as 'calls'"
inside "$nubpf" list
out '"group":"calls".*"attached":4,"programs":4'

./greet world 3 >/dev/null
# The semaphore of the mark is up: the program says how often it saw that.
[[ $(./usdt world 5) == 5 ]] || cli_wrong "the mark is not listened to"
inside "$nubpf" counters calls -f jsonl
for of in one back many; do out "\"key\":\"$of\",\"count\":3"; done
out '"key":"mark","count":5'
inside "$nubpf" events calls -f jsonl --count 5
status 0
out '"value":-5'

inside "$nubpf" detach calls
status 0
[[ $(./usdt world 2) == 0 ]] || cli_wrong "the mark is still listened to"
inside "$nubpf" list
[[ ! -s out ]] || cli_wrong "the group is still there"
