# pairs.sh: the programs of bench/ do the same as the C beside them.
#
# bench/cases/FOLDER/NAME.same says how NAME.nu and NAME.bpf.c are compared; both are attached at once, the
# one by nubpf-load, the other by tests/pairs/observe. One directive a line, # begins a comment:
#   TRIGGER COMMAND  run by bash in the folder of the programs made from tests/kernel/targets/ and
#                    bench/trigger.c; $TMPDIR is its own
#   SAME FILTER      of jq, over the array of the lines of each side: gives both the same, and not nothing
#   NEAR FILTER      gives both histograms (slots) alike but for some counts in the bucket beside
#   ABOUT FILTER     gives both a number alike to one in a hundred
#   LEAST N          what NEAR and ABOUT must have counted
#   STEP N           of linear histograms
#   VM WHY           runs in a virtual machine (6.12)
# In filters $pid is the process that ran the last trigger. Others use the machine, too, while the one side is
# attached and the other is not: a pair that agrees in one of three runs is the same.
# shellcheck shell=bash disable=SC2154,SC2034

pairs_setup() {
	kernel_setup
	pairs_clang=$(compgen -c clang- | grep -x 'clang-[0-9]*' | sort -V | tail -1)
	pairs_include=/usr/include/$("${CC:-cc}" -dumpmachine)
}

pairs_list() {
	local f
	for f in "$root"/bench/cases/*/*.nu; do
		f=${f#"$root/bench/cases/"}
		echo "${f%.nu}"
	done
}

pairs_read() { # NAME
	local word rest
	triggers=() compares=() least=1 step=0 vm=''
	while read -r word rest; do
		case $word in
		'' | '#'*) ;;
		TRIGGER) triggers+=("$rest") ;;
		SAME | NEAR | ABOUT) compares+=("${word,,}($rest)") ;;
		LEAST) least=$rest ;;
		STEP) step=$rest ;;
		VM) vm=$rest ;;
		*) echo "no directive '$word' (tests/lib/pairs.sh)" ;;
		esac
	done <"$root/bench/cases/$1.same"
	((${#compares[@]})) || echo "nothing is compared"
}

# BTF has a structure only when something global has its type.
pairs_compile() { # NAME
	local source=$root/bench/cases/$1
	"$nubpfc" -o "$scratch/nu.o" "$source.nu" &&
		{
			cat "$source.bpf.c"
			! grep -q '^struct event' "$source.bpf.c" || echo 'const struct event *shown;'
		} >"$scratch/c.c" &&
		"$pairs_clang" -O2 -g -target bpf -I"$pairs_include" -I"$(dirname "$source")" -c -o "$scratch/c.o" \
			"$scratch/c.c"
}

pairs_run() {
	if [[ ! $vm ]]; then
		"$root/tests/pairs/both" "$build" "$scratch" 20 "${triggers[@]}"
		return
	fi
	if "$root/tests/vm/run" --kernel 6.12 --cache "$build/vm" --time 300 --bring /usr/bin/bash --bring /usr/bin/env \
		--bring /usr/bin/timeout --bring "$root/tests/pairs/both" --bring "$build/tests/targets" \
		--bring "$build/tests/pairs/observe" --bring "$nubpf_load" --bring "$scratch/nu.o" \
		--bring "$scratch/c.o" \
		"bash $root/tests/pairs/both $build $scratch 200 $(printf '%q ' "${triggers[@]}") >$scratch/why;
		 cd $scratch && tar -c why nu nu.err c c.err pid" >"$scratch/tar" 2>"$scratch/vm"; then
		tar -x -C "$scratch" -f "$scratch/tar"
		cat "$scratch/why"
	else
		cat "$scratch/vm"
	fi
}

# What differs on standard output.
pairs_compare() {
	local filter
	for filter in "${compares[@]}"; do
		jq -nr --slurpfile nu "$scratch/nu" --slurpfile c "$scratch/c" --argjson pid "$(cat "$scratch/pid")" \
			--argjson least "$least" --argjson step "$step" -L "$root/tests/pairs" \
			"$(cat "$root/tests/pairs/same.jq") $filter" 2>&1 | sed "1i $filter"
	done
}

pairs_case() { # NAME
	local triggers compares least step vm why='' n
	if [[ ! -e $root/bench/cases/$1.same ]]; then
		fail "pairs/$1" <<<"no .same beside it says how the two are compared"
		return
	elif [[ ! $pairs_clang ]]; then
		skip "pairs/$1" "no clang on this machine (tools/setup)"
		return
	elif [[ $kernel_reason ]]; then
		skip "pairs/$1" "$kernel_reason"
		return
	fi
	why=$(pairs_read "$1" && pairs_compile "$1" 2>&1)
	pairs_read "$1" >/dev/null
	for ((n = 0; n < 3; n++)); do
		[[ ! $why || $n -gt 0 ]] || break
		why=$(pairs_run)
		if grep -qs '^fetch: \|^vm: no qemu' "$scratch/vm"; then
			skip "pairs/$1" "$vm; $(head -1 "$scratch/vm")"
			return
		fi
		[[ $why ]] || why=$(pairs_compare)
		[[ $why ]] || break
	done
	if [[ $why ]]; then
		{ echo "$why"; head -5 "$scratch"/{nu,c}.err; } | fail "pairs/$1"
	else
		pass "pairs/$1"
	fi
}
