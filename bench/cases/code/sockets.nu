# TCP connections that are made or end: both ends, from the socket.
use nubpf *

ebpf attach 'tp_btf:inet_sock_set_state' {|ctx|
    if $ctx.arg.newstate not-in ['TCP_ESTABLISHED' 'TCP_CLOSE'] { return }
    let sock = $ctx.arg.sk
    {
        state: $ctx.arg.newstate
        from: $sock.__sk_common.skc_num
        to: $sock.__sk_common.skc_dport
        saddr: $sock.__sk_common.skc_rcv_saddr
        daddr: $sock.__sk_common.skc_daddr
    } | emit
}
