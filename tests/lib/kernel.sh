# kernel.sh: cases that load a compiled program, do something it must see, and compare its rows.
#
# tests/kernel/NAME.test has one directive a line; lines that begin with # are comments.
#   PROGRAM FILE        the source, from the top of the checkout (default: tests/kernel/NAME.nu)
#   COMPILE OPTIONS     of nubpfc, which runs in the folder of the programs
#   ARGS OPTIONS        of nubpf-load and of the script
#   TRIGGER COMMAND     run by bash once everything is attached, in the folder of the programs
#                       made from tests/kernel/targets/; must succeed; $TMPDIR is its own
#   TEST OPTIONS        instead of all this, runs the programs once with `nubpf test`, attached to
#                       nothing; may stand more than once, the lines together are the rows
#   UNDER COMMAND       starts nubpf-load: COMMAND… nubpf-load…, where COMMAND is one of those programs and becomes
#                       the loader
#   WAIT                the loader ends by itself; otherwise it is interrupted after the triggers
#   EXIT CODE           of the loader (default 0)
#   EXCEPT SERIES WHY   on this kernel it cannot pass; the level vm skips it there
#   UNLESS REGEX        a line of the loader's standard error matches: this kernel cannot do it, and the
#                       case is skipped with that line. In the level vm it fails
#   EXPECT_JSON OBJECT  some row has these members
#   EXPECT_ROWS N OBJECT  exactly N rows have these members ({}: rows altogether)
#   EXPECT_JQ FILTER    true for the array of all rows
#   EXPECT_REGEX REGEX  a line of the loader's standard error matches
#   EXPECT_NO_REGEX REGEX  none does
# Rows are lines of `-f jsonl`, compared as data. OPTIONS are words of bash, quotes included.
# shellcheck shell=bash disable=SC2154

kernel_list() {
	local f
	for f in "$root"/tests/kernel/*.test; do
		basename "$f" .test
	done
	for f in "$root"/tests/kernel/*.nu; do
		[[ -e ${f%.nu}.test ]] || basename "$f"
	done
}

# Sets kernel_reason: why programs cannot be loaded here, or nothing.
kernel_setup() {
	if [[ -x $build/tests/targets/bpf_allowed ]]; then
		kernel_reason=$("$build/tests/targets/bpf_allowed")
	else
		kernel_reason="not built: $build/tests/targets/bpf_allowed"
	fi
}

# Reads NAME.test into variables that the functions below share, `except` an associative array; what is
# wrong with it on standard output.
kernel_read() { # NAME
	local word rest
	program=$root/tests/kernel/$1.nu compile=() args=() wait_for_end='' want_exit=0 under=()
	triggers=() tests=() expects=() except=() unless=''
	while read -r word rest; do
		case $word in
		'' | '#'*) ;;
		PROGRAM) program=$root/$rest ;;
		COMPILE) eval "compile=($rest)" ;;
		ARGS) eval "args=($rest)" ;;
		TRIGGER) triggers+=("$rest") ;;
		TEST) tests+=("$rest") ;;
		UNDER) eval "under=($rest)" ;;
		WAIT) wait_for_end=1 ;;
		EXIT) want_exit=$rest ;;
		UNLESS) unless=$rest ;;
		EXCEPT) except[${rest%% *}]=${rest#* } ;;
		EXPECT_JSON | EXPECT_ROWS | EXPECT_JQ | EXPECT_REGEX | EXPECT_NO_REGEX)
			expects+=("$word $rest") ;;
		*) echo "no directive '$word' (tests/lib/kernel.sh)" ;;
		esac
	done <"$root/tests/kernel/$1.test"
	((${#expects[@]})) || echo "nothing is expected"
}

# Makes probe.bpf.o in the scratch; what went wrong on standard output.
kernel_compile() { # [OPTION…]
	(cd "$build/tests/targets" && "$nubpfc" --diag=short --color=never "${compile[@]}" "$@" \
		-o "$scratch/probe.bpf.o" "$program") >"$scratch/compile" 2>&1 </dev/null || { echo "nubpfc: exit code $?"; cat "$scratch/compile"; }
}

# How many times longer things may take than on a machine of its own (tests/vm/cases).
kernel_slowness=1

# Waits until the loader says that everything is attached, or is gone.
kernel_attached() { # PID
	local deadline=$((SECONDS + 20 * kernel_slowness))
	until grep -q '^attached ' "$scratch/err"; do
		if ! kill -0 "$1" 2>/dev/null; then
			return 1
		elif ((SECONDS > deadline)); then
			echo "not attached after $((20 * kernel_slowness)) seconds"
			return 1
		fi
		sleep 0.01
	done
}

# Runs the loader and the triggers; what went wrong on standard output, rows and err in the scratch.
kernel_run() {
	local pid trigger status
	: >"$scratch/err"
	cd "$build/tests/targets" || return
	env --default-signal=INT timeout --foreground -s KILL $((60 * kernel_slowness)) \
		"${under[@]}" "$nubpf_load" -f jsonl "$scratch/probe.bpf.o" "${args[@]}" >"$scratch/rows" 2>"$scratch/err" </dev/null &
	pid=$!
	if [[ $wait_for_end ]] && ((${#triggers[@]} == 0)) || kernel_attached $pid; then
		for trigger in "${triggers[@]}"; do
			TMPDIR=$scratch timeout $((30 * kernel_slowness)) bash -c "$trigger" >"$scratch/trigger" 2>&1 </dev/null ||
				{ echo "trigger failed: $trigger"; cat "$scratch/trigger"; }
		done
		[[ $wait_for_end ]] || kill -INT $pid 2>/dev/null
	fi
	wait $pid
	status=$?
	((status == want_exit)) || echo "nubpf-load: exit code $status, not $want_exit"
}

# Runs `nubpf test` once per TEST line.
kernel_test() {
	local options words status
	for options in "${tests[@]}"; do
		eval "words=($options)"
		timeout $((60 * kernel_slowness)) "$build/bin/nubpf" test "$scratch/probe.bpf.o" "${words[@]}" \
			>>"$scratch/rows" 2>>"$scratch/err" </dev/null
		status=$?
		((status == want_exit)) || echo "nubpf test $options: exit code $status, not $want_exit"
	done
}

kernel_jq() { # TEXT FILTER [ARGUMENTS]
	local text=$1 filter=$2
	shift 2
	jq -se "def has_all(\$w): . as \$r | type == \"object\" and ([\$w | to_entries[] | .value == \$r[.key]] | all); $filter" \
		"$@" "$scratch/rows" >/dev/null 2>"$scratch/jq" || { echo "not so: $text"; cat "$scratch/jq"; }
}

# One EXPECT_ line against rows and err; prints when it does not hold.
kernel_expect() { # LINE
	local word=${1%% *} rest=${1#* }
	case $word in
	EXPECT_JSON) kernel_jq "$1" 'any(.[]; has_all($want))' --argjson want "$rest" ;;
	EXPECT_ROWS) kernel_jq "$1" '([.[] | select(has_all($want))] | length) == $n' \
		--argjson n "${rest%% *}" --argjson want "${rest#* }" ;;
	EXPECT_JQ) kernel_jq "$1" "$rest" ;;
	EXPECT_REGEX) grep -Eq -- "$rest" "$scratch/err" || echo "not so: $1" ;;
	EXPECT_NO_REGEX) ! grep -Eq -- "$rest" "$scratch/err" || echo "not so: $1" ;;
	esac
}

# Runs what NAME.test says; what went wrong on standard output, rows and err in the scratch.
kernel_execute() {
	if ((${#tests[@]})); then kernel_test; else kernel_run; fi
}

# Adds to the file why what does not hold; passes or fails as it then says.
kernel_judge() { # CASE
	local line
	for line in "${expects[@]}"; do
		kernel_expect "$line"
	done >>"$scratch/why"
	if [[ ! -s $scratch/why ]]; then
		pass "$1"
	else
		kernel_fail "$1"
	fi
}

kernel_fail() { # CASE
	{
		cat "$scratch/why"
		echo "-- rows"
		head -20 "$scratch/rows" 2>/dev/null
		echo "-- standard error"
		head -30 "$scratch/err" 2>/dev/null
	} | fail "$1"
}

kernel_case() { # NAME
	local program compile args wait_for_end want_exit triggers tests expects unless
	local -A except
	if [[ $1 == *.nu ]]; then
		fail "$1" <<<"no ${1%.nu}.test beside it says what to expect"
		return
	fi
	kernel_read "$1" >"$scratch/why"
	[[ -s $scratch/why ]] || kernel_compile >"$scratch/why"
	if [[ -s $scratch/why ]]; then
		kernel_fail "kernel/$1"
	elif [[ $kernel_reason ]]; then
		skip "kernel/$1" "$kernel_reason (it compiles)"
	else
		kernel_execute >"$scratch/why"
		if [[ $unless ]] && grep -Eqs -- "$unless" "$scratch/err"; then
			skip "kernel/$1" "$(grep -Em1 -- "$unless" "$scratch/err")"
		else
			kernel_judge "kernel/$1"
		fi
	fi
}
