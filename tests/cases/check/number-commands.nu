# What gives a float at run time, what is out of range, what has the wrong type.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    $n | math sqrt | emit
    [$n 1] | math avg | emit
    $n | into float | emit
    [a $"b($n)"] | math abs | emit
    -4 | math sqrt | emit
    0x8000000000000000 | math abs | emit
    1 | bits shl 63 | emit
    5 | bits rol 9 | emit
    5 | bits shl -1 | emit
    5 | bits shl 1 --number-bytes 3 | emit
    $ctx.arg0 | bits shl 1 | emit
    5 | into duration --unit xs | emit
    1sec | into duration --unit ms | emit
    1sec | into filesize | emit
    true | into duration | emit
    $n | math round | emit
    $n | into duration | math floor | emit
    random int 6..5 | emit
    random int 0..$n | emit
}
