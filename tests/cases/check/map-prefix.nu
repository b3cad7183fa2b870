map-define t --kind lpm-trie
ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    1 | map-put t 5
    1 | map-put t {bits: 'x', of: 0x[01]}
    1 | map-put t {bits: 3, of: 'x', more: 1}
    1 | map-put t 'x'
    1 | map-put t 0x[01]
    map-get t ($ctx.filename | read-str --max-len 300)
    map-update t 'x' {|old| 1 }
}
