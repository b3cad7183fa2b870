# tcplife.nu: TCP connections that have ended: whose, between whom, how much and how long.
use nubpf *

# Show each connection when it is closed.
def main [
    --pid (-p): int = 0              # only of this process (0 = all)
    --local-port (-L): int = 0       # only from this port of ours (0 = all)
    --remote-port (-D): int = 0      # only to this port (0 = all)
] {
    ebpf attach --name state 'tp_btf:inet_sock_set_state' {|ctx|
        let sk = $ctx.arg.sk
        if $sk.sk_protocol != 6 { return }      # IPPROTO_TCP
        let sock = $sk.__sk_common
        let state = $ctx.arg.newstate
        let lport = (host16 ($sk | into struct inet_sock).inet_sport)
        let rport = (host16 $sock.skc_dport)
        if $local_port != 0 and $lport != $local_port { return }
        if $remote_port != 0 and $rport != $remote_port { return }

        # The process itself is at work when it connects, and when it closes what the other side has closed.
        if $state in ['TCP_SYN_SENT' 'TCP_LAST_ACK'] { {pid: $ctx.tgid, comm: $ctx.comm} | map-put owners $sk }
        if $state in ['TCP_SYN_SENT' 'TCP_SYN_RECV'] { start-timer born --by $sk }
        if $state != 'TCP_CLOSE' { return }

        let took = (stop-timer born --by $sk)
        let owner = ($sk | map-get owners | default {pid: $ctx.tgid, comm: $ctx.comm})
        $sk | map-delete owners
        if $took == null or ($pid != 0 and $owner.pid != $pid) { return }
        let tcp = ($sk | into struct tcp_sock)
        let row = {
            pid: $owner.pid
            comm: $owner.comm
            lport: $lport
            rport: $rport
            sent: ($tcp.bytes_acked | into filesize)
            received: ($tcp.bytes_received | into filesize)
            took: $took
        }
        if $sock.skc_family == 2 {      # AF_INET
            let l = $sock.skc_rcv_saddr
            let r = $sock.skc_daddr
            {
                laddr: $"($l bit-and 255).($l bit-shr 8 bit-and 255).($l bit-shr 16 bit-and 255).($l bit-shr 24)"
                raddr: $"($r bit-and 255).($r bit-shr 8 bit-and 255).($r bit-shr 16 bit-and 255).($r bit-shr 24)"
                ...$row
            } | emit ipv4
        } else {
            {laddr: $sock.skc_v6_rcv_saddr.in6_u.u6_addr8, raddr: $sock.skc_v6_daddr.in6_u.u6_addr8, ...$row} | emit ipv6
        }
    }
}

def host16 [n] { ($n bit-and 0xff) * 256 + ($n bit-shr 8) }
