# Arguments by name need debugging information: a stripped program, and one whose information lies in
# a file beside it.
if ! command -v strip >/dev/null || ! command -v objcopy >/dev/null; then
	echo "binutils are not installed" >"$scratch/skip"
	exit 0
fi
cp "$build/tests/targets/typed" whole
printf "ebpf attach 'uprobe:./probed:typed' {|ctx| \$ctx.arg.small | emit }\n" >probe.nu
cp whole probed
run "$nubpfc" --check probe.nu
status 0
strip whole -o probed
run "$nubpfc" --diag=short --check probe.nu
status 1
err "the arguments of '\./probed:typed' are not known: it has no debugging information \(DWARF\)"
objcopy --only-keep-debug whole probed.debug
objcopy --strip-debug --add-gnu-debuglink=probed.debug whole probed
run "$nubpfc" --check probe.nu
status 0
