# A record does not grow.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut one = {list: [], at: $ctx.pid}
    for i in 0..3 { $one.list ++= [$i] }
    $one.list | length | count
}
