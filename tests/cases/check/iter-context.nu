ebpf attach 'iter:task' {|ctx| $ctx.comm | count }
ebpf attach 'iter:task' {|ctx| $ctx.tasc | count }
ebpf attach 'iter:bpf_map_elem' {|ctx| count }
ebpf attach 'iter:sockmap' {|ctx| count }
ebpf attach 'iter:' {|ctx| count }
