let a = 1 ~ 2
ebpf attach 'kprobe:x' {|ctx|
    let b = $ctx.pid +1
    let c = {d: 1 + 2}
    if $b == 1 { let e = } else { count }
    $c | emit |
}
let f = [1 2] 3
