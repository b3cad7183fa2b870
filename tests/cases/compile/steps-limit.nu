# flags: --kernel=5.16
# Without bpf_loop the verifier walks all of a search, in each round of the loop around it.
use nubpf *
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = $ctx.arg0 | into int
    let text = $"($ctx.comm)($n)($n)"
    for i in 0..14 {
        if ($text | str index-of $"($n)($ctx.comm)($i)") + ($text | str index-of $"($i)($ctx.comm)($n)") > 2 { {i: $i} | emit }
    }
}
