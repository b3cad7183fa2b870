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

# $tmp/measure: what objects cost the kernel, loaded as nubpf-load does.
build_measure() {
	"${CC:-cc}" -O2 -D_GNU_SOURCE -I. -o "$tmp/measure" bench/measure.c loader/specialise*.c loader/elf_file.c \
		support/arena.c support/text.c -lbpf -lelf -lz
}
