# Samples of each cpu.
ebpf attach --name sample 'profile:199hz' {|ctx| $ctx.cpu | count cpus }
