ebpf attach (bpf-comm) {|| count }
ebpf attach (return 'begin') {|| count }
