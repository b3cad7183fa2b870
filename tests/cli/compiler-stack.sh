# Numbers that are still needed take stack besides strings: strings make room, and what cannot fit is
# refused with the lines that take most.
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
err "^many.nu:85:[0-9]+: error: too many values are in use at once: about [67][0-9][0-9] bytes here, and the kernel has 512 bytes of stack; most for line 85 \([0-9]+ bytes\), line [0-9]+ \([0-9]+ bytes\), line [0-9]+ \([0-9]+ bytes\) .stack-budget.$"
[[ ! -e many.bpf.o ]] || cli_wrong "an object was written"
needs_root
run "$load" --verify some.bpf.o
status 0
