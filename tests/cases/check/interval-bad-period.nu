ebpf attach 'interval:soon' {|| count }
