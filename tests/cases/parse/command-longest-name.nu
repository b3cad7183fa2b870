$v | into duration --unit ms
into
ebpf
ebpf events $id
