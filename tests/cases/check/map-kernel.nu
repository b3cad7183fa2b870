# flags: --kernel=5.10
map-define a --kind bloom-filter
ebpf attach 'raw_tp:sys_enter' {|ctx|
    1 | map-put b 1 --kind lru-hash
}
