ebpf attach 'interval:1ns' {|| count }
