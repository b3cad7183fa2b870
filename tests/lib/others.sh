# others.sh: the levels that need no format of their own.
# shellcheck shell=bash disable=SC2154

# ---- unit: every function of every program tests/unit/test_* (cmocka) ----

unit_setup() { kernel_setup; }

unit_list() {
	local f
	for f in "$root"/tests/unit/test_*.c; do
		basename "$f" .c
	done
}

unit_case() { # PROGRAM
	local line status
	if [[ ! -x $build/tests/unit/$1 ]]; then
		fail "$1" <<<"not built: $build/tests/unit/$1"
		return
	fi
	(cd "$root" && CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 "$build/tests/unit/$1" \
		>"$scratch/tap" 2>"$scratch/err" </dev/null)
	status=$?
	# ok 1 - name / not ok 2 - name and lines "# why" / not ok 3 # SKIP name
	while IFS= read -r line; do
		case $line in
		"ok "*) pass "$1 ${line#ok * - }" ;;
		"not ok "*"# SKIP "*) skip "$1 ${line##*# SKIP }" "${kernel_reason:-this machine lacks what it needs}" ;;
		"not ok "*) { grep '^#' "$scratch/tap"; tail -40 "$scratch/err"; } |
			fail "$1 ${line#not ok * - }" ;;
		esac
	done <"$scratch/tap"
	# A crash leaves no line of its own.
	if ((status)) && ! grep -q '^not ok [0-9]* - ' "$scratch/tap"; then
		{ echo "exit code $status"; cat "$scratch/tap" "$scratch/err"; } | fail "$1"
	fi
}

# ---- docs: examples and every ```nu block of the README and docs/ compile without a word ----

docs_list() {
	local f
	for f in README.md "$root"/docs/**/*.md; do
		f=${f#"$root/"}
		grep -n '^```nu$' "$root/$f" | sed "s|^\([0-9]*\):.*|$f:\1|"
	done
	for f in "$root"/examples/*.nu "$root"/examples/tools/*.nu; do
		echo "${f#"$root/"}"
	done
}

docs_case() { # FILE or FILE:LINE
	if [[ $1 == *:* ]]; then
		sed -n "$((${1##*:} + 1)),/^\`\`\`\$/p" "$root/${1%:*}" | sed '$d' >"$scratch/block.nu"
	else
		cp "$root/$1" "$scratch/block.nu"
	fi
	if timeout 60 "$nubpfc" --check --diag=short --color=never "$scratch/block.nu" \
		>"$scratch/out" 2>&1 </dev/null && [[ ! -s $scratch/out ]]; then
		pass "$1"
	else
		sed "s|$scratch/||" "$scratch/out" | fail "$1"
	fi
}

# ---- fuzz: every target over its corpus, with mutations that are always the same ----

fuzz_list() {
	local f
	for f in "$root"/tests/fuzz/fuzz_*.c; do
		basename "$f" .c
	done
}

# Besides tests/fuzz/corpus/X/ the inputs that other tests have anyway.
fuzz_corpus() { # TARGET; sets corpus
	corpus=("$root/tests/fuzz/corpus/${1#fuzz_}"/*)
	case $1 in
	fuzz_parse | fuzz_compile) corpus+=("$root"/examples/*.nu "$root"/examples/tools/*.nu "$root"/tests/cases/**/*.nu) ;;
	fuzz_mir) corpus+=("$root"/tests/cases/**/*.mir) ;;
	esac
}

fuzz_case() { # TARGET
	local program=$build/tests/fuzz/$1 corpus status
	fuzz_corpus "$1"
	if [[ ! -x $program ]]; then
		fail "$1" <<<"not built: $program"
	elif ((${#corpus[@]} == 0)); then
		fail "$1" <<<"no corpus in tests/fuzz/corpus/${1#fuzz_}/"
	else
		timeout 300 "$program" "${corpus[@]}" >"$scratch/out" 2>&1 </dev/null
		status=$?
		if ((status)); then
			{ echo "exit code $status"; tail -50 "$scratch/out"; } | fail "$1"
		else
			pass "$1"
		fi
	fi
}

# ---- layers: includes go where tools/layers says ----

layers_list() {
	echo layers
	echo layers-are-enforced
}

layers_case() { # CASE
	if [[ $1 == layers ]]; then
		"$root/tools/layers" >"$scratch/out" 2>&1
	else
		layers_wrong_include >"$scratch/out" 2>&1
	fi && pass "$1" || fail "$1" <"$scratch/out"
}

# The checker finds an include that goes up and a library that a folder may not know.
layers_wrong_include() {
	mkdir -p "$scratch"/{support,lang,runtime,midend,frontend,backend,driver,loader,tests}
	printf '#include "lang/types.h"\n#include "midend/mir.h"\n#include <llvm-c/Core.h>\n' \
		>"$scratch/frontend/x.c"
	printf '#include "frontend/ast.h"\n' >"$scratch/support/y.c"
	"$root/tools/layers" "$scratch" >"$scratch/found" && echo "wrong includes are accepted"
	diff - <(sort "$scratch/found") <<-'END'
		frontend/x.c:3: frontend/ may not include <llvm-c/Core.h>
		support/y.c:1: support/ may not include frontend/ast.h
	END
}
