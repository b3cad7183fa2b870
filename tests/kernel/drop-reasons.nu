# Kernels number the reasons differently: names are found when the program is loaded, and so are those
# that numbers are shown by.
ebpf attach 'tp_btf:kfree_skb' {|ctx|
    if $ctx.arg.reason == 'SKB_DROP_REASON_NO_SOCKET' { $ctx.arg.reason | count nobody }
    if $ctx.arg.reason in ['SKB_DROP_REASON_NO_SOCKET' 'SKB_DROP_REASON_TCP_RESET'] { 'listed' | count listed }
    {other: (match $ctx.arg.reason { 'SKB_DROP_REASON_NO_SOCKET' => "nobody", _ => "else" }), reason: $ctx.arg.reason} | emit
}
