# ticks.nu: a heartbeat, with a word before the first beat and after the last.
use nubpf *

mut beats: int = 0

ebpf attach begin {|| print "listening" }
ebpf attach 'interval:100ms' {|ctx|
    $beats += 1
    { beat: $beats, cpu: $ctx.cpu } | emit beat
}
ebpf attach end {|| print $"($beats) beats" }
