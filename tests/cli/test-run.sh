# nubpf test runs programs without attaching them: rows, verdicts and errors as JSON lines.
needs_root
cat >probe.nu <<'END'
ebpf attach --name divide 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    { by: $a, result: (100 // $a) } | emit
}
ebpf attach --name other 'tracepoint:syscalls/sys_enter_openat' {|| count }
END
"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
run "$nubpf" test probe.bpf.o --prog divide --arg 7
status 0
out '^\{"prog":"divide","row":\{"by":7,"result":14\}\}$'
out '^\{"prog":"divide","verdict":0,"errors":\[\],"losses":\[\],"ns":[0-9]+\}$'
run "$nubpf" test probe.bpf.o --prog divide --arg 0 --repeat 3
out '^\{"prog":"divide","verdict":0,"errors":\[\{"at":"probe\.nu:3:[0-9]+","message":"division by zero","count":3\}\],"losses":\[\],"ns":[0-9]+\}$'
no_out '"row"'
run "$nubpf" test probe.bpf.o --prog other
status 1
out '^\{"prog":"other","error":"the kernel cannot run programs of this family without their target"\}$'
printf '5\n0 1\n  -8\t0x10 \n' >lines
run "$nubpf" test probe.bpf.o --prog divide --args lines
status 0
out '^\{"prog":"divide","run":1,"row":\{"by":5,"result":20\}\}$'
out '^\{"prog":"divide","run":2,"verdict":0,"errors":\[\{"at":"probe\.nu:3:[0-9]+","message":"division by zero","count":1\}\],"losses":\[\],"ns":[0-9]+\}$'
out '^\{"prog":"divide","run":3,"row":\{"by":-8,"result":-13\}\}$'
out '^\{"prog":"divide","run":3,"verdict":0,"errors":\[\],'
run "$nubpf" test probe.bpf.o --args lines --arg 1
status 2
printf '1 two\n' >lines
run "$nubpf" test probe.bpf.o --args lines
status 2
err "two"
run "$nubpf" test probe.bpf.o --args nowhere
status 74
run "$nubpf" test probe.bpf.o --prog nobody
status 2
run "$nubpf" run probe.nu --duration 50ms -f jsonl --only other
status 0
out '^\{"map":"other"|^$'
printf 'ebpf attach nonsense {|| 1 }\n' >wrong.nu
run "$nubpf" run wrong.nu
status 1
err 'wrong\.nu:1:'
no_err '^nubpf: '
