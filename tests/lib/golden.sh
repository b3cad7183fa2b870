# golden.sh: cases that are an input with what one stage of the compiler makes of it.
#
# tests/cases/STAGE/NAME.INPUT has NAME.EXT beside it, what the compiler prints, and NAME.err, what
# it complains about; an absent one must be empty, and one of them must be there. A NAME.err with an
# error in it wants exit code 1 and lets NAME.EXT be absent. `# flags: …` (`; flags:` in MIR) in one of the first three lines of
# the input adds options.
# shellcheck shell=bash disable=SC2154

# STAGE            INPUT  EXT       options
stages='
parse              nu     ast       --emit=ast
check              nu     -         --check
typed              nu     typed     --emit=typed
lower              nu     mir       --emit=mir --passes=none
mir                mir    mir       --emit=mir --passes=none
opt/PASS           mir    after     --emit=mir --passes=PASS
pipeline           nu     opt       --emit=mir
asm                nu     asm       --emit=asm
manifest           nu     manifest  --emit=manifest
compile            nu     -         -o OUT
compat             nu     -         -o OUT
'

golden_list() {
	local f
	for f in "$root"/tests/cases/**/*.{nu,mir}; do
		f=${f#"$root/tests/cases/"}
		# tests/cases/backend/ belongs to tests/unit/test_backend; in stages that do not read MIR
		# a .mir is an expectation.
		[[ $f == backend/* || $f == *.mir && $f != @(mir|opt)/* ]] || echo "$f"
	done
	# Expectations that nobody reads any more.
	for f in "$root"/tests/cases/**/*.{ast,typed,after,opt,asm,manifest,err}; do
		[[ -e ${f%.*}.nu || -e ${f%.*}.mir || $f == */backend/* ]] || echo "${f#"$root/tests/cases/"}"
	done
}

# The row of `stages` for a case: sets input, ext and options, or fails.
golden_stage() { # CASE
	local stage dir=${1%/*}
	while read -r stage input ext options; do
		if [[ $stage == "$dir" ]]; then
			return 0
		elif [[ $stage == opt/PASS && $dir == opt/* ]]; then
			options=${options//PASS/${dir#opt/}}
			return 0
		fi
	done <<<"$stages"
	return 1
}

golden_case() { # CASE
	local input ext options flags status want_status=0 base=${1%.*} out=$scratch/out err=$scratch/err
	local want_out want_err
	if ! golden_stage "$1" || [[ ${1##*.} != "$input" ]]; then
		fail "$1" <<<"no stage reads this file (tests/lib/golden.sh)"
		return
	fi
	want_out=$base.$ext want_err=$base.err
	# Only what changes nothing may lack a file of its own: a round trip gives back its input.
	[[ $ext != - ]] || want_out=/dev/null
	cd "$root/tests/cases" || return
	flags=$(sed -n '1,3s/^[#;]* *flags: //p' "$1")
	# shellcheck disable=SC2086
	(cd "${1%/*}" && timeout 60 "$nubpfc" --diag=short --color=never ${options//OUT/$scratch/out.bpf.o} \
		$flags "${1##*/}") >"$out" 2>"$err" </dev/null
	status=$?
	if [[ $bless ]]; then
		golden_bless "$1"
		return
	fi
	if [[ ! -e $want_err && ($ext == - || ! -e $want_out) ]]; then
		fail "$1" <<<"no expectation beside it (tests/run --bless writes one)"
		return
	fi
	[[ -e $want_err ]] || want_err=/dev/null
	if grep -q ': error: ' "$want_err"; then
		want_status=1
		# What is made of a wrong input matters only where somebody says so.
		[[ -e $want_out && $input != "$ext" ]] || : >"$out"
		[[ $input != "$ext" ]] || want_out=/dev/null
	fi
	[[ -e $want_out ]] || want_out=/dev/null
	if {
		((status == want_status)) || { echo "exit code $status, not $want_status"; cat "$err"; }
		diff -u --label expected --label got "$want_err" "$err"
		diff -u --label expected --label got "$want_out" "$out"
	} >"$scratch/diff" && [[ ! -s $scratch/diff ]]; then
		pass "$1"
	else
		fail "$1" <"$scratch/diff"
	fi
}

# Writes what the compiler said; a crash is nothing to expect.
golden_bless() { # CASE; status, out, err, want_out, want_err as in golden_case
	if ((status > 1)); then
		{ echo "exit code $status"; cat "$err"; } | fail "$1"
		return
	fi
	if [[ $want_out != /dev/null && $want_out != "$1" ]]; then
		if [[ -s $out && ($status == 0 || -e $want_out) ]]; then cp "$out" "$want_out"; else rm -f "$want_out"; fi
	fi
	if [[ -s $err || $ext == - ]]; then cp "$err" "$want_err"; else rm -f "$want_err"; fi
	pass "$1"
}
