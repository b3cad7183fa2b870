let where = (input)
ebpf attach $where {|| count }
