# cli.sh: cases about the command lines of nubpfc, nubpf-load and nubpf.
#
# tests/cli/NAME.sh is a list of the commands below, run in an empty folder; it fails when one of
# them finds something other than it says.
#   object EXAMPLE            compiles examples/EXAMPLE.nu to EXAMPLE.bpf.o
#   needs_root                skips the rest where programs cannot be loaded
#   own_mounts                gives the test mounts of its own; `inside COMMAND...` runs with them
#   run COMMAND…              runs it with standard input closed: files out and err, its exit code
#   status N                  of the last run
#   out REGEX, err REGEX      some line matches
#   no_out REGEX, no_err REGEX
# $nubpfc, $load and $nubpf are the programs, $here the folder of the case.
# shellcheck shell=bash disable=SC2154,SC2034

cli_setup() {
	kernel_setup
}

cli_list() {
	local f
	for f in "$root"/tests/cli/*.sh; do
		basename "$f" .sh
	done
}

cli_wrong() { # TEXT
	echo "line ${BASH_LINENO[1]}: $1"
	head -8 out err 2>/dev/null
}

object() { # EXAMPLE
	"$nubpfc" -o "$1.bpf.o" "$root/examples/$1.nu" || cli_wrong "cannot compile $1"
}

needs_root() {
	if [[ $kernel_reason ]]; then
		echo "$kernel_reason" >"$scratch/skip"
		exit
	fi
}

run() {
	timeout 60 "$@" >out 2>err </dev/null
	exit_code=$?
}

# Until the test ends there are mounts of its own, with which `inside COMMAND…` runs.
own_mounts() {
	unshare --mount sleep 100 &
	holder=$!
	trap 'kill $holder' EXIT
	until [[ $(readlink /proc/$holder/ns/mnt) != "$(readlink /proc/$$/ns/mnt)" ]]; do sleep 0.01; done
}
inside() {
	run nsenter --target $holder --mount --wd="$PWD" "$@"
}

status() {
	((exit_code == $1)) || cli_wrong "exit code $exit_code, not $1"
}
out() {
	grep -Eq -- "$1" out || cli_wrong "standard output lacks $1"
}
err() {
	grep -Eq -- "$1" err || cli_wrong "standard error lacks $1"
}
no_out() {
	! grep -Eq -- "$1" out || cli_wrong "standard output has $1"
}
no_err() {
	! grep -Eq -- "$1" err || cli_wrong "standard error has $1"
}

cli_case() { # NAME
	local load=$nubpf_load nubpf=$build/bin/nubpf here=$root/tests/cli exit_code
	mkdir "$scratch/work"
	(
		cd "$scratch/work" || exit
		# shellcheck source=/dev/null
		source "$here/$1.sh"
	) >"$scratch/why" 2>&1
	if [[ -s $scratch/why ]]; then
		fail "cli/$1" <"$scratch/why"
	elif [[ -e $scratch/skip ]]; then
		skip "cli/$1" "$(cat "$scratch/skip")"
	else
		pass "cli/$1"
	fi
}
