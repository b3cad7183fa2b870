# Options that change the code.
printf "def main [--limit: int = 5] {\n    ebpf attach 'raw_tp:sys_enter' {|ctx| if \$ctx.pid > \$limit { \$ctx.pid + \$ctx.tgid | emit } }\n}\n" >p.nu
# -D fixes a parameter: it leaves the manifest and the code.
run "$nubpfc" --emit=manifest -D limit=7 p.nu
status 0
no_out '"params"'
run "$nubpfc" --emit=mir -D limit=7 p.nu
out 'const 7'
no_out '@limit'
run "$nubpfc" --diag=short -D limit=x p.nu
status 1
# Wrapping arithmetic has no checks.
printf "ebpf attach 'raw_tp:sys_enter' {|ctx| (\$ctx.arg0 | into int) * 3 | emit }\n" >m.nu
run "$nubpfc" --emit=mir --passes=none m.nu
out 'mul.ov'
run "$nubpfc" --emit=mir --passes=none -fwrapv m.nu
no_out 'mul.ov'
# Defs: what is smaller, their bodies, or calls wherever they can be.
printf "def f [a: int, b: int] {\n    let x = (\$a * \$b + 7) mod 1000\n    if \$x > \$a { \$x // (\$b + 1) } else { \$x * \$x }\n}\n" >d.nu
printf "def g [a: int] { (\$a bit-xor 5) + (\$a bit-shr 2) * 3 }\n" >>d.nu
printf "ebpf attach 'raw_tp:sys_enter' {|ctx|\n    let a = (\$ctx.arg0 | into int)\n" >>d.nu
printf "    (f (f (f \$a (g \$a)) 3) \$a) + (f \$a 9) | emit\n}\n" >>d.nu
run "$nubpfc" --emit=mir d.nu
out '^func f'
no_out '^func g'
run "$nubpfc" --emit=mir -finline-defs d.nu
no_out 'call @'
run "$nubpfc" --emit=mir -fno-inline-defs d.nu
out '^func f'
out '^func g'
# The oldest kernel: refused with the first that has it, or written down.
printf "ebpf attach 'raw_tp:sys_enter' {|ctx| \$ctx.ktime_tai | emit }\n" >t.nu
run "$nubpfc" --diag=short --kernel=5.10 t.nu
status 1
err "needs kernel 6.1, --kernel is 5.10"
run "$nubpfc" --emit=manifest --kernel=6.6 m.nu
out '"kernel":606'
# Each level and each cpu makes an object; without lines it is smaller.
for level in 0 1 2 3 s; do
	run "$nubpfc" -O$level -o "level.$level.o" m.nu
	status 0
done
for cpu in v1 v2 v3 v4; do
	run "$nubpfc" -mcpu=$cpu -o "cpu.$cpu.o" m.nu
	status 0
done
run "$nubpfc" -g0 -o small.o m.nu
status 0
(($(stat -c %s small.o) < $(stat -c %s level.2.o))) || cli_wrong "-g0 does not shrink the object"
run "$nubpfc" --target=bpfeb -o big.o m.nu
status 0
run "$nubpfc" --stats -o s.o m.nu
err '^sys_enter +[0-9]+ instructions, +[0-9]+ bytes of stack, at least [0-9]+ verifier steps$'
run "$nubpfc" --time-report -o s.o m.nu
err '^parse +[0-9.]+ ms cpu$'
run "$nubpfc" -v -o s.o m.nu
err '^s.o: [0-9]+ bytes, [0-9]+ instructions$'
run "$nubpfc" --emit=mir --print-after=gvn m.nu
err 'gvn'
run "$nubpfc" --passes=no-such m.nu
status 1
err "no pass 'no-such'"
