# What several processes on several cpus do at once is added up without a loss.
ebpf attach 'tracepoint:syscalls/sys_enter_write' {|ctx|
    if $ctx.comm != 'storm' { return }
    let size = ($ctx.count | into int)
    $ctx.tgid | count calls
    $size | sum all
    ($size * 1kb) | sum --by $ctx.tgid sizes
    (0 - $size) | min least
    $size | avg --by {odd: ($size mod 2 == 1), cpu: $ctx.cpu} mean
    ($size * 1us) | stats --by [$ctx.tgid ($size // 500)] times
    $size | hist spread
    $size | hist --by $ctx.tgid --linear 0..1000 --step 100 steps
    map-update shared 0 {|old| ($old | default 0) + $size }
    $ctx.tgid | map-update own {|old| ($old | default 0kb) + ($size * 1kb) }
    map-update slots ($size mod 2) --kind array {|old| $old + 1 }
    map-update largest 'all' {|old| if $old == null or $old < $size { $size } else { $old } }
}
