# libbpf 1.1 follows a broken offset of this object: that is a message, not a crash.
run "$load" --dry-run "$here/crashes-libbpf"
status 0
needs_root
run "$load" --verify "$here/crashes-libbpf"
status 1
err "^(nubpf-load: )?'.*/crashes-libbpf' cannot be loaded: "
