ebpf attach 'begin:x' {|| count }
