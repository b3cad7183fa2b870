# setup.sh - what the benchmarks begin with: $NUBPFC is there, and $tmp is a folder in memory that is
# removed at the end. Sourced by bench/*.sh from the top of the checkout.
# shellcheck shell=bash
: "${NUBPFC:=build/bin/nubpfc}"

if [ ! -x "$NUBPFC" ]; then
	echo "no $NUBPFC: build nubpfc (RelWithDebInfo or Release) or set NUBPFC" >&2
	exit 2
fi
tmp=$(mktemp -d /dev/shm/nubpf-bench.XXXXXX)
trap 'rm -rf "$tmp"' EXIT
