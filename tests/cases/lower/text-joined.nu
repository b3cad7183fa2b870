# Joined text has the room of both sides.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    'comm ' ++ $ctx.comm | count
}
