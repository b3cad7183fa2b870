# How many bytes of binary, from either end.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let b = ($ctx.arg0 | into int | into binary | bytes at 0..<($ctx.arg1 | into int))
    let n = ($ctx.arg2 | into int)
    {f: ($b | first), l: ($b | last), s: (try { $b | first --strict } catch { -1 }), e: (try { $b | last -s } catch { -1 })} | emit
    {f: ($b | first 3), l: ($b | last 3), t: ($b | take 1), s: ($b | skip), d: ($b | drop), k: ($b | skip 2), r: ($b | drop 9)} | emit
    {f: (try { $b | first $n } catch { 0x[ff] }), l: (try { $b | last $n } catch { 0x[ff] }), t: (try { $b | take $n } catch { 0x[ff] }), s: (try { $b | skip $n } catch { 0x[ff] }), d: (try { $b | drop $n } catch { 0x[ff] })} | emit
    {f: (0x[01 23 45] | first), l: (0x[01 23 45] | last 2), t: (0x[01 23 45] | take 1), s: (0x[01 23 45] | skip), d: (0x[01 23 45] | drop 2), n: (0x[] | first)} | emit
}
