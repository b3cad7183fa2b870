use nubpf *
ebpf attach --name avg 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let d = ($n | into duration)
    ([$d 2ns 5ns] | math avg) | emit
    ([$d 2ns -5ns] | where $it < 3ns | math avg) | emit
    ([($n | into filesize) 2kb] | math avg) | emit
}
