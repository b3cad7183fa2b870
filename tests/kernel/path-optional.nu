# `?` ends a path where a column, an element or the value before it is not there; without it null is an error.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let inner = (if $a == 0 { null } else { {x: $a, y: (if $b == 0 { null } else { $b })} })
    let r = {in: $inner}
    { missing: $r.z?, deep: $r.z?.q, x: $r.in.x?, y: $r.in.y?, both: $r.in?.y? } | emit
    { strict: $r.in?.x } | emit
}
