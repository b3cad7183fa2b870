# How much code constructs cost: what a program has more than one without them.
options=()
program() { # STATEMENT…: prints how many instructions its program has
	{ echo "ebpf attach 'raw_tp:sys_enter' {|ctx|"; printf '%s\n' "$@"; echo '}'; } >probe.nu
	"$nubpfc" -O2 "${options[@]}" --emit=asm probe.nu >asm 2>err || cli_wrong "cannot compile $*"
	sed -n '/^sys_enter:/,/^\.Lfunc_end/p' asm | grep -cE '^[[:blank:]]+[^.#[:blank:]]'
}
limit() { # MOST WHAT COUNT
	(($3 <= $1)) || cli_wrong "$2 costs $3 instructions, more than $1"
	(($3 > 0)) || cli_wrong "$2 costs nothing: $3 instructions"
}

# Comparing the command name with a literal: six instructions for every length there is, besides the
# call that fetches the name once. Kernels before 6.2 leave bytes behind the name as they are: there the
# room for it is zeroed.
options=(--kernel=6.2)
fetch=4
plain=$(program 'count')
branch=$(program 'if $ctx.cpu > 1 { count }')
first=$(program "if \$ctx.comm == 'first' { return }" 'count')
text=''
for length in {0..15}; do
	for op in == !=; do
		with=$(program "if \$ctx.comm $op '$text' { return }" 'count')
		limit 6 "comm $op a text of $length bytes" $((with - plain - fetch))
		with=$(program "if \$ctx.cpu > 1 and \$ctx.comm $op '$text' { count }")
		limit 6 "comm $op a text of $length bytes, in a branch" $((with - branch - fetch))
		with=$(program "if \$ctx.comm == 'first' { return }" "if \$ctx.comm $op '$text' { return }" 'count')
		# Tests that decide each other may cost nothing.
		((with - first <= 6)) || limit 6 "comm $op a text of $length bytes, once more" $((with - first))
	done
	text+=x
done
printf '%s\n' "$(program 'let same = ($ctx.comm == "abcdefghijklmno")' 'if $same { count }')" >value
limit 6 'comm compared for a value' $(($(cat value) - plain - fetch))
newer=$(program "if \$ctx.comm == 'abc' { return }" 'count')
options=()
limit 3 'comm for any kernel' $(($(program "if \$ctx.comm == 'abc' { return }" 'count') - newer))

# where and each over eight elements: straight code, no list, a few instructions for each stage of each.
list='let l = [(($ctx.arg0 | into int) bit-and 255) $ctx.cpu 77 $ctx.tgid $ctx.pid $ctx.uid $ctx.gid 5]'
slots() {
	"$nubpfc" -O2 --emit=mir probe.nu | grep -c ' = slot '
}
without=$(program "$list" '$l | math sum | count')
before=$(slots)
with=$(program "$list" '$l | where $it > 5 | each {|x| $x + 1 } | where $it != 9 | append 0 | math sum | count')
limit $((10 * 8)) 'a chain over eight elements' $((with - without))
after=$(slots)
((after == before)) || cli_wrong "$after slots, not $before: a list stands in memory"
without=$(program 'count')
before=$(slots)
with=$(program "$list" "if (\$l | where \$it > 5 | each {|x| \$x + 1 } | where \$it != 9 | length) > 3 { count }")
limit $((10 * 8)) 'a chain that is counted' $((with - without))
after=$(slots)
((after == before)) || cli_wrong "$after slots, not $before: a list stands in memory"

# A histogram asks nothing of 0: one comparison more than its arithmetic, for what is negative.
empty=$(program 'null')
limit 55 'a histogram of numbers of either sign' $(($(program '$ctx.arg0 | into int | hist') - empty))
hist_jumps=$(sed -n '/^sys_enter:/,/^\.Lfunc_end/p' asm | grep -c '^[[:blank:]]*if ')
((hist_jumps == 2)) || cli_wrong "a histogram has $hist_jumps jumps: of negative numbers and of the lookup alone"

# Variables that are changed together share an address of two words.
state() { # STATEMENT…
	{ printf 'mut %s: int = 0\n' first second third; printf '%s\n' "ebpf attach 'raw_tp:sys_enter' {|ctx|" "$@" '}'; } >probe.nu
	"$nubpfc" -O2 --emit=asm probe.nu >asm 2>err || cli_wrong "cannot compile $*"
	sed -n '/^sys_enter:/,/^\.Lfunc_end/p' asm | grep -cE '^[[:blank:]]+[^.#[:blank:]]'
}
once=$(state '$first += 1')
limit 4 'two more variables that are changed' $(($(state '$first += 1' '$second += 1' '$third += 1') - once))
addresses=$(grep -c ' ll$' asm)
((addresses == 1)) || cli_wrong "$addresses addresses of variables, not one"
