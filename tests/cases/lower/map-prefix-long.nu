# Text that turns out longer than the checker knows.
ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    let file = ($ctx.filename | read-str --max-len 200)
    mut twice = $file
    $twice = $"($file)($file)"
    1 | map-put t $twice --kind lpm-trie
}
