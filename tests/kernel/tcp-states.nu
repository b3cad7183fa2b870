# Enumerations by name, arguments and payload of the kernel's socket, and casts of its address.
ebpf attach --name typed 'tp_btf:inet_sock_set_state' {|ctx|
    let sk = $ctx.arg.sk
    let known = ($ctx.arg.newstate in ['TCP_ESTABLISHED' 'TCP_CLOSE'])
    if $sk.__sk_common.skc_dport != 0xd204 and $sk.__sk_common.skc_num != 1234 { return }
    {
        typed: ($ctx.arg.newstate | into enum TCP_CLOSE)
        was: ($ctx.arg.oldstate | into enum TCP_CLOSE)
        opens: ($ctx.arg.newstate == 'TCP_ESTABLISHED')
        known: $known
        word: (match $ctx.arg.newstate { 'TCP_SYN_SENT' => "syn", 'TCP_LISTEN' | 'TCP_CLOSE' => "rest", _ => "other" })
        family: $sk.__sk_common.skc_family
        state: $sk.__sk_common.skc_state
        there: ($sk.__sk_common.skc_state == 'TCP_CLOSE')
        address: $sk.__sk_common.skc_daddr
        acked: ($sk | into struct tcp_sock).bytes_acked
    } | emit
}
ebpf attach --name payload 'tracepoint:sock/inet_sock_set_state' {|ctx|
    let sk = ($ctx.skaddr | into struct sock)
    if $sk.__sk_common.skc_dport != 0xd204 and $sk.__sk_common.skc_num != 1234 { return }
    {
        payload: ($ctx.newstate | into enum TCP_CLOSE)
        family: ($ctx.family == $sk.__sk_common.skc_family)
        daddr: ($ctx.skaddr | read uint32)
        first: ($ctx.skaddr | read bytes --len 4)
        far: ($ctx.skaddr + 0 | read int32 --kernel)
        same: ($sk.__sk_common.skc_num == $ctx.sport)
    } | emit
    ($ctx.newstate | into enum TCP_CLOSE) | count states
}
