# An object of another compiler is told apart, and how to load it.
if ! command -v clang-19 >/dev/null || ! command -v llvm-objcopy-19 >/dev/null; then
	echo "clang-19 and llvm-objcopy-19 are not installed" >"$scratch/skip"
	exit
fi
clang-19 -g -O2 -target bpf -I"/usr/include/$(uname -m)-linux-gnu" -c "$here/rejected.bpf.c" -o plain.o
run "$load" plain.o
status 1
err "it has no section '.nubpf', so nubpfc did not make it$"
err '^hint: .*bpftool prog loadall'
# What the verifier says appears with the place in the source.
llvm-objcopy-19 --add-section ".nubpf=$here/rejected.json" plain.o rejected.bpf.o
needs_root
run "$load" rejected.bpf.o
status 1
err "rejected\.bpf\.c:12:[0-9]+: the kernel refused this program \(a bug in nubpfc\): R1 invalid mem access 'scalar'$"
err 'return \(int\)\*p;$'
no_err 'BEGIN PROG LOAD LOG'
run "$load" -v rejected.bpf.o
err '^R1 invalid mem access'
sed 's/"col": 5/"col": 5, "optional": true/' "$here/rejected.json" >optional.json
llvm-objcopy-19 --add-section .nubpf=optional.json plain.o optional.bpf.o
run "$load" optional.bpf.o
status 1
err '^nubpf-load: nothing can be attached: '
