# A choice between two words of the context is not a load from a chosen address, which the verifier refuses.
use nubpf *
ebpf attach --name choose 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg1 | into int)
    let b = ($ctx.arg2 | into int)
    let chosen = (if ($ctx.arg0 | into int) == 0 { $a } else { $b })
    ($chosen bit-and 7) | emit
}
