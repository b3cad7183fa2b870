# A probe in one process alone, its library found among what it has mapped.
needs_root
bash -c 'while :; do read -rt 0.01 word; done' < <(sleep 30) &
pid=$!
bash -c 'while :; do read -rt 0.01 word; done' < <(sleep 30) &
other=$!
attach() { # TARGET
	printf "ebpf attach '%s' {|ctx| \$ctx.tgid | emit }\n" "$1" >probe.nu
	"$nubpfc" --diag=short -o probe.bpf.o probe.nu || cli_wrong "cannot compile $1"
	run "$load" -f jsonl probe.bpf.o --count 5 --duration 10sec
}
attach "uprobe:libc:malloc@$pid"
status 0
err '^attached 1 program$'
out "^\{\"value\":$pid\}$"
no_out "\"value\":$other\}"
attach "uretprobe:/proc/$other/root/$(ldd "$(type -P bash)" | grep -o '/[^ ]*libc\.so[^ ]*'):malloc"
status 0
attach "uprobe:no-such-library:malloc@$pid"
status 1
err "process $pid has no 'no-such-library' mapped$"
attach "uprobe:/no/such/file:malloc@$pid"
status 1
err "process $pid sees no file '/no/such/file'$"
kill $pid $other
wait $pid $other 2>/dev/null
attach "uprobe:libc:malloc@$pid"
status 1
err "there is no process $pid$"
