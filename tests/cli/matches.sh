# A glob that 10,000 functions match: one link where the kernel has uprobe.multi, else an error that says so.
needs_root
for ((i = 0; i < 10000; i++)); do
	echo "void f_$i(void) {}"
done >many.c
echo 'int main(void) { f_7(); f_7(); f_9999(); return 0; }' >>many.c
"${CC:-cc}" -O0 -w -o many many.c || cli_wrong "cannot compile many.c"
cat >many.nu <<'X'
use nubpf *
ebpf attach 'uprobe:./many:f_*' {|ctx| $ctx.func | count calls }
X
"$nubpfc" many.nu || cli_wrong "cannot compile many.nu"
"$load" -f jsonl --duration 2s many.bpf.o >rows 2>said &
loader=$!
for ((i = 0; i < 600; i++)); do
	grep -q '^attached' said && break
	kill -0 "$loader" 2>/dev/null || break
	sleep 0.1
done
./many
wait "$loader"
if grep -q '^attached' said; then
	for row in '{"map":"calls","key":"f_7","count":2}' '{"map":"calls","key":"f_9999","count":1}'; do
		grep -qxF "$row" rows || cli_wrong "no row $row but $(cat rows said)"
	done
else
	grep -q 'match' said || cli_wrong "$(cat said)"
fi
