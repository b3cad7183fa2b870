# Programs for kernels that no machine here runs: what is too new for them is not in the objects
# (tests/kernels/audit), which load on newer ones too; what needs a newer kernel is refused.
audit=$build/tests/kernels/audit
made=0
# What programs attach to whose types they read.
cp "$build/tests/targets/"{typed,records,swapped} .
for source in "$root"/examples/*.nu "$root"/tests/kernel/*.nu; do
	name=$(basename "$source" .nu)
	run "$nubpfc" --kernel=5.4 --diag=short --color=never -o "$name.bpf.o" "$source"
	if ((exit_code)); then
		err 'needs kernel [56]\.|kernels from 5\.17|too many values are in use'
		continue
	fi
	((made += 1))
done
((made > 90)) || cli_wrong "only $made programs are for Linux 5.4"
run "$audit" 5.4 ./*.bpf.o
status 0
no_out .
# It sees what is too new.
run "$nubpfc" -o newer.o "$root/tests/kernel/text-lists.nu"
run "$audit" 5.4 newer.o
status 1
out 'map type 27$'
out 'helper 131$'
run "$audit" 5.10 newer.o
status 1
out 'stack plus register'
run "$nubpfc" -mcpu=v4 -o v4.o "$root/examples/exits.nu"
run "$audit" 5.15 v4.o
status 1
out 'opcode'
rm newer.o v4.o
# The manifest says which kernel is enough, and the loader refuses one that is older before it loads anything.
run "$nubpfc" --kernel=5.4 --emit=manifest "$root/examples/opens.nu"
out '"kernel":504'
run "$nubpfc" --emit=manifest "$root/examples/opens.nu"
out '"kernel":508'
LC_ALL=C sed 's/"kernel":504/"kernel":999/' opens.bpf.o >future.bpf.o
run "$load" --dry-run future.bpf.o
status 1
out 'needs Linux 9\.99, this is [0-9.]+: it is refused$'
err "^nubpf-load: the object needs Linux 9\.99 or newer, this is [0-9.]+$"
needs_root
run "$load" --verify future.bpf.o
status 1
err "^nubpf-load: the object needs Linux 9\.99 or newer, this is [0-9.]+$"
run "$nubpf" test future.bpf.o
status 1
err 'the object needs Linux 9\.99 or newer'
rm future.bpf.o
for object in *.bpf.o; do
	run "$load" --verify "$object"
	((exit_code == 0)) || cli_wrong "$object is not taken by this kernel"
done
