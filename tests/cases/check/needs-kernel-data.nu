# flags: --kernel=4.18
# Counters need the variables that say when they are full.
ebpf attach 'raw_tp:sys_enter' {|ctx| 1 | count }
