# Durations as text the kernel computes with.
ebpf attach --name text 'raw_tracepoint:sys_enter' {|ctx|
    let s = ($ctx.arg0 | into int | into duration | into string)
    {text: ($s | str substring 0..), bytes: ($s | str length)} | emit
}
ebpf attach --name same 'raw_tracepoint:sys_enter' {|ctx|
    $"took ($ctx.arg0 | into int | into duration)" == 'took 1sec 1ns' | emit
}
ebpf attach --name joined 'raw_tracepoint:sys_enter' {|ctx|
    [($ctx.arg0 | into int | into duration) 0sec] | str join , | emit
}
