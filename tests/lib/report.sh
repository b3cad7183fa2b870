# report.sh: what tests say and how it is added up. Sourced by tests/run and tools/test.
# shellcheck shell=bash disable=SC2154

pass() { # NAME
	echo "P $1" >>"$results"
	[[ -z $verbose ]] || echo "ok    $1"
}

# The text on standard input says what went wrong.
fail() { # NAME
	local text
	text=$(head -c 20000 | head -60)
	echo "F $1" >>"$results"
	printf 'FAIL  %s\n%s\n' "$1" "${text//$'\n'/$'\n'      }"
}

skip() { # NAME REASON
	echo "S $1: $2" >>"$results"
}

# The skipped ones with their reasons, then the line that sums up; status 1 when a test failed.
summary() {
	local passed failed skipped
	cat "$work"/results.* >"$work/results"
	passed=$(grep -c '^P ' "$work/results")
	failed=$(grep -c '^F ' "$work/results")
	skipped=$(grep -c '^S ' "$work/results")
	sed -n 's/^S /skipped: /p' "$work/results" | sort
	if ((passed + failed + skipped == 0)); then
		echo "run: no such test" >&2
		return 2
	fi
	echo "$passed passed, $failed failed, $skipped skipped"
	((failed == 0))
}
