# State at file level is shared by every closure of the file.
mut beats: int = 0

ebpf attach 'interval:50ms' {|ctx|
    $beats += 1
    $beats | emit beat
}
ebpf attach end {|| print $"($beats) beats" }
