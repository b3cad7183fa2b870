ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let d = ($n * 1ns)
    let size = ($n | into filesize)
    { ns: ($d | format duration ns), us: ($d | format duration us), ms: ($d | format duration ms), sec: ($d | format duration sec), hr: ($d | format duration hr), wk: ($d | format duration wk) } | emit
    { b: ($size | format filesize B), kb: ($size | format filesize kB), kib: ($size | format filesize KiB), eib: ($size | format filesize EiB) } | emit
    { list: ([$d 1500us] | format duration ms), cell: ({x: $size} | format filesize MB x) } | emit
}
