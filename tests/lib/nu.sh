# nu.sh: nubpf and the real Nushell. Random closures in the kernel and in Nushell (tests/nu/run), once those
# of a fixed seed and once fresh ones; what both parsers make of every program (tests/nu/agree); what Nushell reads of
# what nubpf-load prints (tests/nu/formats).
# shellcheck shell=bash disable=SC2154

nu_setup() {
	kernel_setup
	nu_reason=''
	"$root/tests/nu/run" --build "$build" --install >/dev/null 2>"$work/nu-install" ||
		nu_reason=$(tail -1 "$work/nu-install")
}

nu_list() {
	printf 'agree-%s\n' check shapes precedence
	echo formats
	echo fixed-seed
	echo fresh-seed
}

nu_case() { # NAME
	local command=("$root/tests/nu/run" --build "$build" --count 3000) reason=${nu_reason:-$kernel_reason}
	case $1 in
	agree-*) command=("$root/tests/nu/agree" --build "$build" "${1#agree-}") reason=$nu_reason ;;
	formats) command=("$root/tests/nu/formats" --build "$build") ;;
	fixed-seed) command+=(--seed 1) ;;
	fresh-seed) ;;
	esac
	if [[ $reason ]]; then
		skip "nu/$1" "$reason"
	elif "${command[@]}" >"$scratch/out" 2>&1; then
		pass "nu/$1"
		echo "nu/$1: $(tr '\n' ',' <"$scratch/out")"
	else
		fail "nu/$1" <"$scratch/out"
	fi
}
