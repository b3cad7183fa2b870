# ticks.nu: a heartbeat, with a word before the first beat and after the last.
use nubpf *

ebpf attach begin {|| print "listening" }
ebpf attach 'interval:100ms' {|ctx|
    mut beats: int = 0    # kept from one beat to the next
    $beats += 1
    { beat: $beats, cpu: $ctx.cpu } | emit beat
}
ebpf attach end {|| print "done" }
