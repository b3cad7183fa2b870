# Paths through structures of a program that lead nowhere, and functions that give what is no value.
cp "$build/tests/targets/records" .
path() { # PATH MESSAGE: of the argument `node`
	printf "ebpf attach 'uprobe:./records:show' {|ctx| \$ctx.arg.%s | emit }\n" "$1" >probe.nu
	run "$nubpfc" --diag=text --check probe.nu
	status 1
	err "$2"
}
path node.nam "user address<struct node> has no field 'nam'"
err "did you mean 'name'\?"
path node.weight "'weight' is no value: no type of the language holds it"
path node.opaque.x "'x' is no value: the debugging information only declares user address<struct unknown> here"
path node.table "'table' is no value: it is an array"
path node.table.1 "'1' is no value: it is an array"
path node.table.2.0 "'2' is no value: the array has fewer elements"
path node.corners.0.z "user address<struct place> has no field 'z'"
path node.corners.x "'corners' is no value: it is an array"
path node.0 "'0' is no value: user address<struct node> has names, not numbers"
path node.numbers.x "'user address' has no fields"
path passed.x "'passed' is no value: no type of the language holds it"
path "node.shade == 'LIHGT'" "enum shade has no 'LIHGT'"

result() { # FUNCTION MESSAGE
	printf "ebpf attach 'uretprobe:./records:%s' {|ctx| \$ctx.retval | emit }\n" "$1" >probe.nu
	run "$nubpfc" --diag=text --check probe.nu
	status 1
	err "$2"
}
result nothing "by its debugging information the function gives nothing"
result build "'retval' is no value: no type of the language holds it"

# Registers are those of the architecture that the binary is for.
printf "ebpf attach 'uprobe:./records:show' {|ctx| \$ctx.arg.node.flag | emit }\n" >probe.nu
other=aarch64
[[ $(uname -m) != aarch64 ]] || other=x86_64
run "$nubpfc" --arch=$other --diag=short --check probe.nu
status 1
err "it is for another architecture"
