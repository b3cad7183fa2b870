# nu.sh: random closures in the kernel and in the real Nushell (tests/nu/run), once those of a fixed seed
# and once fresh ones.
# shellcheck shell=bash disable=SC2154

nu_setup() {
	kernel_setup
	nu_reason=$kernel_reason
	if [[ ! $nu_reason ]]; then
		"$root/tests/nu/run" --build "$build" --install 2>"$work/nu-install" ||
			nu_reason=$(tail -1 "$work/nu-install")
	fi
}

nu_list() {
	echo fixed-seed
	echo fresh-seed
}

nu_case() { # NAME
	local seed=(--seed 1)
	if [[ $nu_reason ]]; then
		skip "nu/$1" "$nu_reason"
		return
	fi
	[[ $1 == fixed-seed ]] || seed=()
	if "$root/tests/nu/run" --build "$build" --count 3000 "${seed[@]}" >"$scratch/out" 2>&1; then
		pass "nu/$1"
		echo "nu/$1: $(tr '\n' ',' <"$scratch/out")"
	else
		fail "nu/$1" <"$scratch/out"
	fi
}
