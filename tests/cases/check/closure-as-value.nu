ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut f = {|x| $x }
    [{|x| $x }] | length | count lengths
    count
}
