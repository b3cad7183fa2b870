# TCP connections that end: their ports.
use nubpf *

ebpf attach 'tracepoint:sock/inet_sock_set_state' {|ctx|
    if $ctx.newstate != 7 { return }
    {from: $ctx.sport, to: $ctx.dport, family: $ctx.family, protocol: $ctx.protocol} | emit
}
