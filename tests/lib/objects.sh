# objects.sh: what other tools make of the objects of every example, and what the loader makes of
# damaged ones.
# shellcheck shell=bash disable=SC2154

objects_list() {
	local f
	for f in "$root"/examples/*.nu; do
		f=$(basename "$f" .nu)
		printf '%s\n' "$f/reproducible" "$f/bytes" "$f/skeleton" "$f/btf" "$f/source" "$f/loadall"
	done
	printf '%s\n' output/{link,pipe,unwritable}
	printf '%s\n' damaged/{empty,text,truncated,no-manifest,flipped,missing,directory}
}

# The kernel's reason against loading is asked for once.
objects_setup() {
	kernel_setup
	objects_objdump=$(compgen -c llvm-objdump | sort -V | tail -1)
}

# A tool that is not there is a reason to skip, said with the test.
objects_need() { # CASE COMMAND
	[[ $2 ]] && command -v "$2" >/dev/null && return
	skip "objects/$1" "no ${2:-llvm-objdump} on this machine"
	return 1
}

# Passes when the command does; its output is the text of the failure.
objects_try() { # CASE COMMAND…
	local name=objects/$1
	shift
	if "$@" >"$scratch/out" 2>&1 </dev/null; then
		pass "$name"
	else
		{ echo "exit code $?: $*"; cat "$scratch/out"; } | fail "$name"
	fi
}

objects_reproducible() { # EXAMPLE
	mkdir -p "$scratch/one/deep" "$scratch/two"
	cp "$root/examples/$1.nu" "$scratch/one/deep/"
	cp "$root/examples/$1.nu" "$scratch/two/"
	(cd "$scratch/one" && "$nubpfc" -o a.o "deep/$1.nu") &&
		(cd "$scratch/two" && "$nubpfc" -o a.o "$1.nu") &&
		cmp "$scratch/one/a.o" "$scratch/two/a.o"
}

# No debug sections, no folder of this machine, small.
objects_bytes() { # OBJECT
	local size
	size=$(stat -c %s "$1")
	if grep -aq '\.debug_' "$1" || grep -aq -F "$root" "$1" || grep -aq -F "$scratch" "$1"; then
		echo "it holds a debug section or a path"
		return 1
	fi
	echo "$size bytes"
	((size < 12288))
}

objects_skeleton() { # OBJECT
	bpftool gen skeleton "$1" >"$scratch/skel.h" &&
		echo '#include "skel.h"' >"$scratch/skel.c" &&
		cc -Wno-unused-function -I"$scratch" -c -o "$scratch/skel.o" "$scratch/skel.c"
}

objects_source() { # EXAMPLE OBJECT
	"$objects_objdump" -S "$2" >"$scratch/asm" && grep -q '^; ' "$scratch/asm" && return
	echo "no line of the script in $objects_objdump -S"
	return 1
}

# Pins under a bpffs of its own, in a mount namespace of its own. (In a chroot the root is no mount
# point whose propagation could be changed.)
objects_loadall() { # OBJECT
	mkdir -p "$scratch/bpffs"
	unshare -m --propagation unchanged bash -c 'mount --make-rprivate / 2>/dev/null
		mount -t bpf bpf "$1" || exit
		bpftool prog loadall "$2" "$1/p" && [ "$(ls "$1/p" | wc -l)" -gt 0 ]
		status=$?
		umount "$1"
		exit $status' - "$scratch/bpffs" "$1"
}

# One clear line and exit code 1, or 74 when the file cannot be read.
objects_damaged() { # KIND OBJECT
	local bad=$scratch/bad.bpf.o status want=1
	case $1 in
	empty) : >"$bad" ;;
	text) echo hello >"$bad" ;;
	truncated) head -c 1500 "$2" >"$bad" ;;
	no-manifest) sed 's/\.nubpf/.nobpf/' "$2" >"$bad" ;;
	flipped) { head -c -400 "$2"; head -c 400 /dev/zero | tr '\0' '\377'; } >"$bad" ;;
	missing) want=74 ;;
	directory) mkdir "$bad"; want=74 ;;
	esac
	"$nubpf_load" --dry-run "$bad" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null
	status=$?
	echo "exit code $status, expected $want"
	cat "$scratch/stderr"
	((status == want)) && [[ ! -s $scratch/stdout ]] && (($(grep -c . "$scratch/stderr") <= 3)) &&
		grep -q '^nubpf-load: ' "$scratch/stderr"
}

# -o through a link writes where the link points and leaves it a link; a pipe gets the bytes; what
# cannot be written is said, with exit code 74 and nothing left behind.
objects_output() { # KIND OBJECT
	local source=$root/examples/opens.nu out=$scratch/out.d
	mkdir -p "$out"
	case $1 in
	link)
		ln -s target "$out/link" && touch "$out/target" && "$nubpfc" -o "$out/link" "$source" &&
			[[ -L $out/link ]] && cmp "$out/target" "$2" ;;
	pipe) "$nubpfc" -o - "$source" | cmp - "$2" ;;
	unwritable)
		"$nubpfc" -o "$out/no/such/folder.o" "$source"
		(($? == 74)) && [[ -z $(ls "$out") ]] ;;
	esac
}

objects_case() { # EXAMPLE/CHECK
	local object=$scratch/example.bpf.o example=${1%/*}
	[[ $example != damaged && $example != output ]] || example=opens
	if ! "$nubpfc" -o "$object" "$root/examples/$example.nu" 2>"$scratch/err"; then
		fail "objects/$1" <"$scratch/err"
		return
	fi
	case $1 in
	output/*) objects_try "$1" objects_output "${1#*/}" "$object" ;;
	damaged/*) objects_try "$1" objects_damaged "${1#*/}" "$object" ;;
	*/reproducible) objects_try "$1" objects_reproducible "$example" ;;
	*/bytes) objects_try "$1" objects_bytes "$object" ;;
	*/skeleton) ! objects_need "$1" bpftool || objects_try "$1" objects_skeleton "$object" ;;
	*/btf) ! objects_need "$1" bpftool || objects_try "$1" bpftool btf dump file "$object" ;;
	*/source) ! objects_need "$1" "$objects_objdump" || objects_try "$1" objects_source "$example" "$object" ;;
	*/loadall)
		if [[ $kernel_reason ]]; then
			skip "objects/$1" "$kernel_reason"
		elif objects_need "$1" bpftool; then
			objects_try "$1" objects_loadall "$object"
		fi ;;
	esac
}
