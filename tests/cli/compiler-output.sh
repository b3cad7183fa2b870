# Where nubpfc puts what it makes.
cp "$root/examples/opens.nu" .
run "$nubpfc" opens.nu
status 0
no_out .
no_err .
[[ -s opens.bpf.o ]] || cli_wrong "no opens.bpf.o"
run "$nubpfc" --check opens.nu -o checked.o
status 0
[[ ! -e checked.o ]] || cli_wrong "--check wrote an object"
# Standard input; several files; a wrong one leaves nothing behind and decides the exit code.
"$nubpfc" - <opens.nu >out 2>err
[[ -s stdin.bpf.o ]] || cli_wrong "no stdin.bpf.o"
echo "ebpf attach 'begin' {|| \$nothing }" >wrong.nu
rm opens.bpf.o
run "$nubpfc" --diag=short opens.nu wrong.nu
status 1
err "^wrong.nu:1:25: error: variable '.nothing' is not defined"
[[ -s opens.bpf.o && ! -e wrong.bpf.o ]] || cli_wrong "objects: $(echo *.o)"
# Dependencies, in make's syntax.
echo "export const LIMIT = 5" >"two words.nu"
printf "use 'two words.nu' [LIMIT]\nebpf attach 'begin' {|| \$LIMIT | emit }\n" >user.nu
run "$nubpfc" -MD -MF user.d user.nu
status 0
grep -qx 'user.bpf.o: user.nu two\\ words.nu' user.d || cli_wrong "$(cat user.d)"
# Every stage as text.
for what in ast typed mir llvm-ir asm manifest; do
	run "$nubpfc" --emit=$what opens.nu
	status 0
	out .
	no_err .
done
run "$nubpfc" --emit=manifest opens.nu
jq -e '.nubpf == 1 and .programs[0].target == "syscalls/sys_enter_openat" and
	(.params | map(.name) == ["pid", "comm"])' out >/dev/null || cli_wrong "the manifest"
