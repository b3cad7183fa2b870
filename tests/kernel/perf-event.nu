use nubpf *

ebpf attach --name faults 'perf_event:software:page-faults:period=10' {|ctx|
    if $ctx.comm == 'dd' { {period: $ctx.sample_period, user: ($ctx.addr < 0x7fffffffffffffff)} | emit }
}
ebpf attach --name first 'perf_event:software:cpu-clock:period=1000000:cpu=0' {|ctx|
    {cpu: $ctx.cpu} | emit
}
