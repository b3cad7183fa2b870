# Numbers that are still needed take stack besides strings: strings make room, and what cannot fit is
# refused with the program's place.
many() { # N
	echo "ebpf attach 'tracepoint:syscalls/sys_enter_execve' {|ctx|"
	for v in s t w; do echo "    let $v = (\$ctx.filename | read-str --max-len 120)"; done
	for ((i = 0; i < $1; i++)); do echo "    let v$i = \$ctx.random"; done
	echo "    {s: \$s, t: \$t, w: \$w, z: (\$s == \$t)} | emit a"
	for v in s t w; do echo "    \$$v | count of-$v"; done
	for ((i = 0; i < $1; i++)); do echo "    \$v$i | count numbers"; done
	echo "}"
}
many 24 >some.nu
for level in 0 2; do
	run "$nubpfc" -O$level some.nu
	status 0
	no_err .
done
many 80 >many.nu
run "$nubpfc" --diag=short many.nu
status 1
err "^many.nu:1:13: error: too many values are in use at once: the kernel has 512 bytes of stack"
[[ ! -e many.bpf.o ]] || cli_wrong "an object was written"
needs_root
run "$load" --verify some.bpf.o
status 0
