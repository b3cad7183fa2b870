# A record grows as far as the loops around say.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut one = {list: [], in: {text: ''}, at: $ctx.pid}
    for i in 0..63 { $one.list ++= [$i]; $one.list ++= [0] }
    for i in 0..$ctx.arg0 { $one.in.text += 'a' }
    $one.list | length | count
}
