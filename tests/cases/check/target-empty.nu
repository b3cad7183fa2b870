ebpf attach '' {|| count }
