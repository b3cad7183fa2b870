#!/bin/bash
# tools: docs/tools.md, with what the programs of examples/tools cost this kernel
#
#   NUBPFC=build/bin/nubpfc bench/run tools > docs/tools.md
#
# Beside each program are the figures of the same tool in C (bench/cases/tools.figures). Needs root.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=bench/lib/setup.sh
. bench/lib/setup.sh
[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
build_measure

cat <<'HEAD'
# Tools

Twelve tools that people know from libbpf-tools, each a page of Nushell in [examples/tools](../examples/tools):

| tool | shows | lines |
|---|---|---|
HEAD
for source in examples/tools/*.nu; do
	name=$(basename "$source" .nu)
	"$NUBPFC" -O2 -o "$tmp/$name.o" "$source" >&2
	"$tmp/measure" "$tmp/$name.o" | sed "s/^\([a-z_]*[a-z]\)[_0-9]* /$name \1 /" >>"$tmp/costs"
	echo "$name $(stat -c %s "$tmp/$name.o")" >>"$tmp/sizes"
	sed -n "1s/^# $name.nu: \(.*\)\$/| \`$name\` | \1 | $(wc -l <"$source") |/p" "$source"
done
cat <<'TABLE'

Each is compiled with `nubpfc examples/tools/NAME.nu` and run with `nubpf-load NAME.bpf.o`; `--help` behind the
object lists its flags.

## What they cost

Instructions of the object; as they run, after the kernel has removed what the defaults of the flags switch off;
and steps of the kernel's verifier. The figures of C are those of the same tool of libbpf-tools with its defaults.

| tool | program | instructions | C | as they run | C | steps | C |
|---|---|---|---|---|---|---|---|
TABLE
awk -v kernel="$(uname -r | cut -d. -f1,2)" '
FILENAME ~ /figures$/ { if ($0 !~ /^#/) { key = $1 " " $2; theirs[key] = $0; bytes[$1] = $7 } next }
FILENAME ~ /costs$/ { names[++n] = $1 " " $2; for (i = 3; i <= 5; i++) ours[$1 " " $2, i] = $i; next }
{ sizes[$1] = $2; tools[++t] = $1 }
END {
	for (k = 1; k <= n; k++) {
		key = names[k]; split(key, word, " ")
		delete c
		if (key in theirs) split(theirs[key], c, " ")
		printf "| `%s` | %s | %d | %s | %d | %s | %d | %s |\n", word[1], word[2], ours[key, 3], c[4] == "" ? "" : c[4], ours[key, 4], c[5] == "" ? "" : c[5], ours[key, 5], c[6] == "" ? "" : c[6]
		if (key in theirs) { for (i = 3; i <= 5; i++) sum[i] += log(ours[key, i] / c[i + 1]); pairs++ }
	}
	printf "\nGeometric means of ours over theirs, of the programs that both have: %.2f in instructions, %.2f as they run, %.2f in steps (Linux %s).\n", exp(sum[3] / pairs), exp(sum[4] / pairs), exp(sum[5] / pairs), kernel
	printf "\n| tool | bytes of the object | C, stripped |\n|---|---|---|\n"
	for (k = 1; k <= t; k++) {
		printf "| `%s` | %d | %s |\n", tools[k], sizes[tools[k]], bytes[tools[k]]
		all += log(sizes[tools[k]] / bytes[tools[k]])
	}
	printf "\nGeometric mean of the bytes: %.2f.\n", exp(all / t)
}' bench/cases/tools.figures "$tmp/costs" "$tmp/sizes"
cat <<'TAIL'

Programs without a figure are ours alone: `memleak` follows `calloc`, too; `biolatency` has a program for the queue
that C leaves out when it is not asked for.

`bench/run tools > docs/tools.md` makes this page anew.
TAIL
