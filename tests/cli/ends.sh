# A run ends at its time, after its rows, by a signal, and when nobody reads on.
needs_root
object ticks
object syscalls-by-comm
run "$load" ticks.bpf.o -f jsonl --count 3
status 0
(($(grep -c '"beat":' out) == 2)) || cli_wrong "not one line and two beats"
out '^\{"print":"done"\}$'
run "$load" ticks.bpf.o -f jsonl --duration 1500ms
status 0
out '"beat":2,'
no_out '"beat":30,'
run "$load" -q ticks.bpf.o --duration 1ms
no_err 'events, '
# timeout signals the process and its group: twice at once is still one end.
run timeout -s INT 0.5 "$load" ticks.bpf.o -f jsonl
out '^\{"print":"done"\}$'
err 'events, 0 lost'
# The reader goes away, and no row ever comes.
start=$EPOCHREALTIME
"$load" syscalls-by-comm.bpf.o --duration 20sec 2>err | sleep 0.3
end=$EPOCHREALTIME
((${end%.*} - ${start%.*} < 10)) || cli_wrong "the loader stayed after its reader had gone"
run bash -c '"$0" ticks.bpf.o -f jsonl --count 1 >/dev/full' "$load"
status 74
err '^nubpf-load: cannot write: No space left on device$'
# With nothing attached there is nothing to wait for.
echo "ebpf attach begin {|| print 'hello' }" >hello.nu
run "$nubpf" run hello.nu -f jsonl
status 0
out '^\{"print":"hello"\}$'
