# What a map holds is known where it is read, although it is put further down.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let old = ($ctx.pid | map-get sizes)
    if $old != null { ($old.size + 1kb) | emit }
    let pair = (map-get pairs 1)
    $pair | emit
}
ebpf attach 'raw_tp:sys_exit' {|ctx|
    {size: 1mb, name: $ctx.comm} | map-put sizes $ctx.pid
    ($ctx.pid | map-get sizes) | get name? | default '' | map-put pairs 1
}
