# The forms of diagnostics, and warnings as errors.
printf "ebpf attach 'raw_tp:sys_enter' {|ctx|\n    \$ctx.pid / 2 | emit\n    \$ctx.pidd | emit\n}\n" >two.nu
run "$nubpfc" two.nu
status 1
err "^two.nu:2:14: warning: '/' gives a float"
err '^ +2 \|     \$ctx.pid / 2 \| emit$'
err '^ +\|              \^$'
err '^ +\^| = help: did you mean '
run "$nubpfc" --diag=json two.nu
status 1
jq -es 'map(.code) == ["division", "unknown-ctx-field"] and .[1].span.line == 3 and
	.[1].span.column == 10 and .[1].severity == "error"' err >/dev/null || cli_wrong "json"
run "$nubpfc" --diag=sarif two.nu
jq -e '.runs[0].results | length == 2 and .[1].ruleId == "unknown-ctx-field"' err >/dev/null ||
	cli_wrong "sarif"
run "$nubpfc" --color=always two.nu
err $'\033\\[1;31merror'
sed -i 3d two.nu
run "$nubpfc" two.nu
status 0
err warning
run "$nubpfc" -Werror two.nu
status 1
err ': error: '
run "$nubpfc" -Werror -Wno-division two.nu
status 0
no_err .
