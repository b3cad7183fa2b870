bpf-kprobe 'vfs_read' {|ctx| if $ctx.pid ^ 3 { count } }
