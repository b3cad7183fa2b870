# What a machine lacks: types of the kernel, tracefs, files that are programs.
needs_root
alone() { # COMMAND…: run with the mounts of its own that alone.sh makes
	run unshare -m bash -c '. ./alone.sh; "$@"' bash "$@"
}
cat >walks.nu <<'X'
use nubpf *
ebpf attach 'raw_tracepoint:sys_enter' {|ctx| $ctx.task.real_parent.tgid | emit }
X
cat >typed.nu <<'X'
use nubpf *
ebpf attach 'tp_btf:sched_switch' {|ctx| $ctx.arg.next.pid | emit }
X
"$nubpfc" walks.nu && "$nubpfc" typed.nu || cli_wrong "cannot compile"
# Types of the kernel.
mkdir empty
cp /sys/kernel/btf/vmlinux types
echo 'mount --make-rprivate /; mount --bind empty /sys/kernel/btf' >alone.sh
for object in walks typed; do
	alone "$load" "$object.bpf.o" --duration 10ms
	status 1
	err "^nubpf-load: '$object\.bpf\.o' cannot be loaded: it needs the kernel's types, and /sys/kernel/btf/vmlinux cannot be read: No such file or directory$"
	err '^hint: name a file with them: `--btf FILE`'
done
alone "$load" --btf types walks.bpf.o --duration 50ms -f jsonl
status 0
out '^\{"value":[0-9]+\}$'
run "$load" --btf nothing walks.bpf.o
status 1
err "^nubpf-load: --btf: there are no types \(BTF\) in 'nothing': No such file or directory$"
run "$load" --btf walks.nu walks.bpf.o
status 1
err "^nubpf-load: --btf: there are no types \(BTF\) in 'walks.nu': "
alone "$nubpfc" --diag=short typed.nu
status 1
err '^typed\.nu:2:[0-9]+: error: the kernel.s types cannot be read: /sys/kernel/btf/vmlinux: No such file or directory \[no-kernel-types\]$'
# tracefs: arguments of system calls are known without.
cat >opens.nu <<'X'
use nubpf *
ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx| $ctx.filename | read-str | emit }
X
echo 'umount -l /sys/kernel/tracing 2>/dev/null; umount -l /sys/kernel/debug 2>/dev/null' >>alone.sh
alone "$nubpfc" opens.nu
status 0
# Binaries that are none.
echo 'text' >probed
printf "ebpf attach 'uprobe:./probed:main' {|| count }\n" >user.nu
"$nubpfc" user.nu 2>/dev/null || cli_wrong "cannot compile user.nu"
run "$load" user.bpf.o --duration 1ms
status 1
err "cannot attach to 'uprobe:\./probed:main': 'main' in '\./probed': it is not an ELF file$"
: >probed
run "$load" user.bpf.o --duration 1ms
status 1
err "'main' in '\./probed': (it is not an ELF file|Exec format error)$"
head -c 2000 "$load" >probed
run "$load" user.bpf.o --duration 1ms
status 1
err "'main' in '\./probed': "
