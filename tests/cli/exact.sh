# A reader that is too slow, and a small buffer: what is shown and what is said to be lost are all.
needs_root
cat >calls.nu <<'END'
use nubpf *
ebpf attach --name calls 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.comm != 'exact' { return }
    'all' | count total
    { call: $ctx.arg1, comm: $ctx.comm } | emit rows
}
END
"$nubpfc" -o calls.bpf.o calls.nu || cli_wrong "cannot compile"
mkfifo pipe
{ sleep 1; cat; } <pipe >rows &
reader=$!
"$load" -f jsonl --buffer 64kib calls.bpf.o >pipe 2>err &
loader=$!
for ((i = 0; i < 1000; i++)); do
	! grep -q '^attached' err 2>/dev/null || break
	sleep 0.02
done
"$build/tests/targets/caller" exact 300000
sleep 1.5
kill -TERM $loader
wait $loader $reader
jq -s -c '[(map(select(.call != null)) | length), (map(.lost // 0) | add), (map(select(.map == "total").count) | add)]' rows >sums
IFS=, read -r shown lost total < <(tr -d '[]' <sums)
((total == 300000)) || cli_wrong "$total calls were counted, not 300000"
((shown + lost == total)) || cli_wrong "$shown rows and $lost lost are not $total"
((lost > 0 && shown > 0)) || cli_wrong "$shown rows, $lost lost: the reader was not slow"
err "^$shown events, $lost lost, 0 run-time errors in "
