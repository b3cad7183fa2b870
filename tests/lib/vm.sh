# vm.sh: the cases of the level kernel on Debian's kernels 6.1 and 6.12, in virtual machines.
#
# vm/SERIES/VARIANT/NAME is tests/kernel/NAME.test; the variant is how its program was compiled:
#   any      without --kernel
#   exact    with --kernel=SERIES; where that gives the same code, `any` has shown it already
# vm/SERIES/programs/fixed-seed are random programs (tests/programs/run), compiled for the kernel, that its
# verifier takes.
# vm/SERIES/cpus/hotplug is tests/vm/hotplug in a machine of its own, with two cpus.
# One machine runs all other cases of a kernel; whoever comes first to a kernel starts it, the others read what it
# left. A case whose program needs a newer kernel is skipped with what the compiler or the loader says, one
# that cannot pass there with what its line EXCEPT says.
# Machines: tests/vm/run; what runs in them: tests/vm/cases.
# shellcheck shell=bash disable=SC2154,SC2034

vm_setup() {
	vm_series=(6.1 6.12)
	mkdir -p "$work/vm"
}

# The kernels in turn, so that two workers each have their own.
vm_list() {
	local f variant series
	for series in "${vm_series[@]}"; do
		echo "$series/programs/fixed-seed"
		echo "$series/cpus/hotplug"
	done
	for variant in any exact; do
		for f in "$root"/tests/kernel/*.test; do
			for series in "${vm_series[@]}"; do
				echo "$series/$variant/$(basename "$f" .test)"
			done
		done
	done
}

# Two objects are the same but for the oldest kernel that the manifest names.
vm_same() { # OBJECT OBJECT
	cmp -s <(LC_ALL=C sed 's/"kernel":[0-9]*//' "$1") <(LC_ALL=C sed 's/"kernel":[0-9]*//' "$2")
}

# Compiles a case into the scratch. `why` says why there is no object; it is empty when there need be none,
# and the scratch is gone when `any` has the same one.
vm_compile() { # SERIES VARIANT NAME
	local program compile args wait_for_end want_exit triggers tests expects unless options=()
	local -A except
	[[ $2 == any ]] || options=("--kernel=$1")
	mkdir -p "$scratch"
	{
		kernel_read "$3"
		[[ ${except[$1]-} ]] || kernel_compile "${options[@]}"
	} >"$scratch/why"
	[[ ! -s $scratch/why ]] || rm -f "$scratch/probe.bpf.o"
	if [[ $2 == exact && -e $scratch/../../any/$3/probe.bpf.o ]] &&
		vm_same "$scratch/probe.bpf.o" "$scratch/../../any/$3/probe.bpf.o"; then
		rm -r "$scratch"
	fi
}

# Runs the cases of SERIES that were asked for and brings back what they left. $work/vm/SERIES.end says why
# they ended early.
vm_batch() { # SERIES
	local dir=$work/vm/$1 end=$work/vm/$1.end variant name scratch
	while IFS=/ read -r _ variant name; do
		[[ $variant != cpus ]] || continue
		scratch=$dir/$variant/$name
		if [[ $variant == programs ]]; then
			mkdir -p "$scratch"
			"$root/tests/programs/run" --build "$build" --seed 1 --kernel "$1" --count 100 --keep "$scratch" \
				>"$scratch/made" 2>&1 || echo 'not made' >"$scratch/refused"
			continue
		fi
		vm_compile "$1" "$variant" "$name"
	done < <(sed -n "s|^vm \($1/\)|\1|p" "$work/cases")
	"$root/tests/vm/run" --kernel "$1" --cache "$build/vm" --time 2400 --bring /usr/bin/bash \
		--bring /usr/bin/env --bring /usr/bin/timeout --bring /usr/bin/dd --bring "$root/tests/lib/kernel.sh" \
		--bring "$root/tests/vm/cases" --bring "$root/tests/kernel" --bring "$build/tests/targets" \
		--bring "$nubpf_load" --bring "$build/bin/nubpf" --bring "$dir" \
		bash "$root/tests/vm/cases" "$root" "$build" "$dir" >"$dir.tar" 2>"$end" && : >"$end"
	[[ ! -s $dir.tar ]] || tar -x -C "$dir" -f "$dir.tar" 2>>"$end"
}

vm_programs() { # SERIES/programs/NAME
	local end=$work/vm/${1%%/*}.end scratch=$work/vm/$1
	if grep -q '^fetch: \|^vm: no qemu' "$end"; then
		skip "vm/$1" "$(head -1 "$end")"
	elif [[ ! -e $scratch/refused ]]; then
		fail "vm/$1" <"$end"
	elif [[ -s $scratch/refused ]]; then
		fail "vm/$1" < <(cat "$scratch/made" "$scratch/refused")
	else
		pass "vm/$1"
		echo "vm/$1: $(tr '\n' ',' <"$scratch/made")"
	fi
}

# What is said on standard error besides what is wrong is of programs that were killed as they should.
vm_cpus() { # SERIES/cpus/hotplug
	local series=${1%%/*} dir=$work/vm/$1 what code
	mkdir -p "$dir"
	if what=$("$nubpfc" -o "$dir/counts.bpf.o" "$root/tests/vm/counts.nu" 2>&1 &&
		"$nubpfc" --kernel=5.4 -o "$dir/older.bpf.o" "$root/tests/vm/counts.nu" 2>&1 &&
		"$nubpfc" -o "$dir/samples.bpf.o" "$root/tests/vm/samples.nu" 2>&1); then
		what=$("$root/tests/vm/run" --kernel "$series" --cache "$build/vm" --cpus 2 --time 300 --bring /usr/bin/bash \
			--bring /usr/bin/timeout --bring "$build/tests/targets/caller" --bring "$nubpf_load" --bring "$dir" \
			--bring "$root/tests/vm/hotplug" bash "$root/tests/vm/hotplug" "$build" "$dir" 2>"$dir/err")
		code=$?
		what+=$( ((code == 0)) || cat "$dir/err")
	fi
	if [[ $what =~ ^(fetch:|vm:\ no\ qemu) ]]; then
		skip "vm/$1" "${what%%$'\n'*}"
	elif [[ $what ]]; then
		fail "vm/$1" <<<"$what"
	else
		pass "vm/$1"
	fi
}

vm_case() { # SERIES/VARIANT/NAME
	local series=${1%%/*} end=$work/vm/${1%%/*}.end lock scratch=$work/vm/$1
	local program compile args wait_for_end want_exit triggers tests expects unless
	local -A except
	if [[ $1 == */cpus/* ]]; then
		vm_cpus "$1"
		return
	fi
	exec {lock}>"$work/vm/$series.lock"
	flock "$lock"
	[[ -e $end ]] || vm_batch "$series"
	exec {lock}>&-
	if [[ $1 == */programs/* ]]; then
		vm_programs "$1"
		return
	fi
	[[ -d $scratch ]] || scratch=$work/vm/$series/any/${1##*/}
	kernel_read "${1##*/}" >/dev/null
	if [[ ${except[$series]-} ]]; then
		skip "vm/$1" "${except[$series]}"
	elif grep -q '\[needs-kernel\]' "$scratch/why"; then
		skip "vm/$1" "$(grep -m1 '\[needs-kernel\]' "$scratch/why")"
	elif grep -qs 'the object needs Linux' "$scratch/err"; then
		skip "vm/$1" "$(grep -m1 'the object needs Linux' "$scratch/err")"
	elif grep -q '^fetch: \|^vm: no qemu' "$end"; then
		skip "vm/$1" "$(head -1 "$end")"
	elif [[ ! -e $scratch/err && ! -s $scratch/why ]]; then
		fail "vm/$1" <"$end"
	else
		kernel_judge "vm/$1"
	fi
}
