# What nubpfc prints about itself comes from its tables.
for what in targets ctx commands passes diags kernels; do
	run "$nubpfc" --list "$what"
	status 0
	no_err .
done
run "$nubpfc" --list targets
out '^tracepoint:CATEGORY/NAME +a tracepoint'
run "$nubpfc" --list ctx
out '^comm +all but iter +Command name'
run "$nubpfc" --list commands
out '^start-timer +\?name:word'
# Each pass has cases of its own.
run "$nubpfc" --list passes
while read -r pass _; do
	compgen -G "$root/tests/cases/opt/$pass/*.mir" >/dev/null || cli_wrong "no case in tests/cases/opt/$pass"
done <out
run "$nubpfc" --list kernels
out '^5\.8 +ring buffers +[0-9a-f]{12} +rows go through a perf buffer'
out '^5\.5 +bpf_probe_read_user +[0-9a-f]{12} +probe_read$'
run "$nubpfc" --explain may-be-null
status 0
out '^may-be-null: '
run "$nubpfc" --help
status 0
out '^usage: nubpfc '
out '--kernel=VER|--kernel VER'
run "$nubpfc" --version
status 0
out '^nubpfc [0-9.]+ \(LLVM [0-9.]+\)$'
