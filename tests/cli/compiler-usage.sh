# Wrong command lines of nubpfc: one line that says what was expected, exit code 2.
run "$nubpfc"
status 2
err '^nubpfc: no input file$'
run "$nubpfc" --chekc x.nu
status 2
err "^nubpfc: unknown option '--chekc'; did you mean '--check'\?$"
for wrong in '-O9' '--emit=elf' '--kernel=6' '--kernel=3.2' '-mcpu=v9' '--arch=mips' '--target=x86' '-fno-such' \
	'-Wno-such' '--diag=xml' '--color=maybe' '--list=things' '-DNAME' '-g7'; do
	run "$nubpfc" "$wrong" x.nu
	status 2
	err "^nubpfc: .*expected "
	no_out .
done
run "$nubpfc" -o x.o a.nu b.nu
status 2
err '^nubpfc: -o names one file, and there are 2 inputs$'
run "$nubpfc" --explain no-such
status 2
err "^nubpfc: no diagnostic 'no-such'"
# Files: exit code 74 and the reason.
run "$nubpfc" missing.nu
status 74
err "^nubpfc: cannot read 'missing.nu': No such file or directory$"
run "$nubpfc" .
status 74
err "^nubpfc: cannot read '.': Is a directory$"
