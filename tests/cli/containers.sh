# Programs of containers: with mounts and a root of their own, where a path is another file than here.
needs_root
targets=$build/tests/targets
mkdir -p inside/bin inside/old
printf 'mount -t tmpfs none inside && mkdir inside/bin inside/old && cp %q/{greet,usdt,records} inside/bin/ &&
	ln -s /bin/greet inside/bin/link && cd inside && pivot_root . old && exec /bin/greet world 100000\n' \
	"$targets" >enter.sh
unshare --mount bash enter.sh &
contained=$!
# The same program by another path, under another root of the same mounts.
mkdir -p root/bin && cp "$targets"/{greet,records} root/bin/
chroot root /bin/greet world 100000 &
chrooted=$!
"$targets/greet" world 100000 &
other=$!
trap 'kill $contained $chrooted $other 2>/dev/null' EXIT
until [[ $(readlink /proc/$contained/exe) == */greet && $(readlink /proc/$chrooted/exe) == */greet ]]; do sleep 0.01; done

sees() { # TARGET PID
	printf "ebpf attach '%s' {|ctx| {pid: \$ctx.tgid, name: (\$ctx.arg.name | read-str)} | emit }\n" "$1" >probe.nu
	run "$nubpfc" --diag=short -o probe.bpf.o probe.nu
	status 0
	run "$load" -f jsonl probe.bpf.o --count 3 --duration 10sec
	status 0
	err '^attached 1 program$'
	(($(grep -c "^{\"pid\":$2,\"name\":\"world\"}$" out) == 3)) || cli_wrong "$1 does not see process $2"
}
sees "uprobe:/bin/greet:greet@$contained" $contained
sees "uprobe:/bin/greet:greet@$chrooted" $chrooted
sees "uprobe:/bin/link:greet@$contained" $contained
sees "uprobe:greet:greet@$contained" $contained
sees "uprobe:greet:greet@$chrooted" $chrooted
sees "uprobe:/proc/$contained/root/bin/greet:greet" $contained
sees "uprobe:/proc/$contained/root/bin/link:greet" $contained
sees "uprobe.multi:/proc/$contained/root/bin/link:greet" $contained

printf "ebpf attach 'usdt:/proc/%d/root/bin/usdt:nubpf_test:step' {|ctx| \$ctx.arg0 | emit }\n" $contained >probe.nu
"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
: >errors
"$load" -f jsonl probe.bpf.o --count 1 >rows 2>errors &
loader=$!
until grep -q attached errors; do sleep 0.01; done
nsenter --target $contained --mount --root /bin/usdt world 1 >/dev/null
wait $loader
grep -qx '{"value":-1}' rows || cli_wrong "the mark in the container is not seen"

printf "ebpf attach 'uprobe:/bin/nothing:greet@%d' {|ctx| count }\n" $contained >probe.nu
"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
run "$load" probe.bpf.o --duration 1sec
status 1
err "process $contained sees no file '/bin/nothing'$"

# What the file was is mapped still.
rm root/bin/greet
sees "uprobe:greet:greet@$chrooted" $chrooted
