# What is wrong with a command line is said in one line, with exit code 2.
object opens
run "$load"
status 2
err '^nubpf-load: no file given$'
run "$load" --onyl opens.bpf.o
status 2
err "unknown option '--onyl'; did you mean '--only'\?"
run "$load" opens.bpf.o --format yaml
status 2
err "^nubpf-load: --format: expected table, .* or .*, found 'yaml'$"
run "$load" opens.bpf.o extra
status 2
err "unexpected argument 'extra'"
run "$load" --duration 0sec opens.bpf.o
status 2
err '--duration: expected more than zero'
run "$load" --only nobody opens.bpf.o
status 2
err "the object has no program 'nobody'"
run "$nubpf" tset
status 2
err "did you mean 'test'\?"
run "$nubpf" check extra
status 2
run "$load" --buffer 2gib opens.bpf.o
status 2
err '--buffer: expected at most 1gib'
