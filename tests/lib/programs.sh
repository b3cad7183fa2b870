# programs.sh: random programs of every family and the kernel's verifier (tests/programs/run), once those of a
# fixed seed and once fresh ones. On older kernels: tests/lib/vm.sh.
# shellcheck shell=bash disable=SC2154

programs_setup() {
	kernel_setup
}

programs_list() {
	echo fixed-seed
	echo fresh-seed
}

programs_case() { # NAME
	local options=(--count 50)
	[[ $1 != fixed-seed ]] || options=(--count 150 --seed 1)
	if [[ $kernel_reason ]]; then
		skip "programs/$1" "$kernel_reason"
	elif "$root/tests/programs/run" --build "$build" "${options[@]}" >"$scratch/out" 2>&1; then
		pass "programs/$1"
		echo "programs/$1: $(tr '\n' ',' <"$scratch/out")"
	else
		fail "programs/$1" <"$scratch/out"
	fi
}
