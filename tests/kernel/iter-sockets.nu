# Sockets of each sort.
ebpf attach --name tcp 'iter:tcp' {|ctx|
    let sk = $ctx.sk_common
    {port: $sk.skc_num, state: ($sk.skc_state | into enum TCP_ESTABLISHED), uid: $ctx.uid} | emit tcp
}
ebpf attach --name udp 'iter:udp' {|ctx| {port: $ctx.udp_sk.inet.sk.__sk_common.skc_num, uid: $ctx.uid} | emit udp }
ebpf attach --name unix 'iter:unix' {|ctx|
    let addr = $ctx.unix_sk.addr
    {bytes: $addr.len, name: ($addr + 11 | read-str), uid: $ctx.uid} | emit unix
}
ebpf attach --name netlink 'iter:netlink' {|ctx|
    if $ctx.sk.portid != 0 { {port: $ctx.sk.portid, protocol: $ctx.sk.sk.sk_protocol} | emit netlink }
}
