# A list that stands behind `match` is taken apart at compile time.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let kind = (match [$ctx.pid $ctx.comm] { [0 ..] => 'idle', [_ 'bash'] => 'shell', [$x] => 'never', _ => 'other' })
    $kind | count
}
