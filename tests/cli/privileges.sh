# Without privileges one line says which are missing; a dry run needs none.
object opens
needs_root
chmod 755 "$scratch" "$scratch/work"
nobody() {
	run setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$@"
}
cp "$load" "$nubpf" .
nobody ./nubpf-load --dry-run opens.bpf.o
status 0
nobody ./nubpf-load opens.bpf.o
status 1
err '^nubpf-load: loading BPF programs needs CAP_BPF and CAP_PERFMON, which this process lacks$'
err '^hint: run it as root$'
nobody ./nubpf check
status 1
out '^privileges +no +this process lacks CAP_BPF and CAP_PERFMON$'
