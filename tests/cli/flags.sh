# A script's parameters are flags after the object; their values are read as Nushell reads them.
object opens
object read-latency
run "$load" opens.bpf.o --help
status 0
out '^ +--comm TEXT .*(only|this)'
out '^  -d, --duration TIME '
run "$load" read-latency.bpf.o --help
out '^ +--min TIME .*\(default: [0-9]+ms\)$'
run "$load" opens.bpf.o --com x
status 2
err "unknown option '--com'; did you mean '--comm'\?"
run "$load" --comm x opens.bpf.o
status 2
err '^hint: .*\[flags of the script\]'
run "$load" --dry-run opens.bpf.o --comm abc
status 0
out "^  set comm to 'abc'$"
out '^  attach tracepoint:syscalls/sys_enter_openat \(opens\.nu:[0-9]+:[0-9]+\)$'
run "$load" --dry-run --set comm=abc opens.bpf.o
out "^  set comm to 'abc'$"
run "$load" --dry-run --set nothing=1 opens.bpf.o
status 2
err "the script has no parameter 'nothing'"
run "$load" --dry-run read-latency.bpf.o --min 1.5ms
status 0
out '^  set min to 1ms 500µs$'
run "$load" --dry-run read-latency.bpf.o --min 1.5
status 2
err "--min: expected a duration such as 5ms"
run "$load" --dry-run opens.bpf.o --comm "$(printf '%0200d' 0)"
status 2
err "--comm: '0+' has 200 bytes, the script has room for [0-9]+$"
