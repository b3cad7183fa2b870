use nubpf *

# What runs on every cpu, a thousand times a second.
ebpf attach 'profile:1000hz' {|ctx|
    if $ctx.comm == 'yes' { {period: $ctx.sample_period, kernel: ($ctx.ip > 0x7fffffffffffffff)} | emit }
    $ctx.cpu | count cpus
}
