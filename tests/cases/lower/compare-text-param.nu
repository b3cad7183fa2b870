# Two padded buffers of different room: the shared words, and a NUL behind them.
def main [--comm: string = 'bash'] {
    ebpf attach 'raw_tp:sys_enter' {|ctx|
        if $ctx.comm == $comm { count }
    }
}
