use nubpf *
# A def that ignores its argument still fails with it.
ebpf attach --name folded 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    def zero [a: int, ...b: int] { 0 }
    try { {a: 7} | update a {|r| (zero ($"($n)x" | into int)) } | get a | into string } catch {|e| $e.details.code } | emit
    {a: 7} | update a {|r| (zero $n) } | emit
}
