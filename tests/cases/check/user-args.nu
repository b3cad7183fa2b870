ebpf attach 'uprobe:/bin/true:main' {|ctx| $ctx.arg.argc | emit }
ebpf attach 'uprobe:/no/file:greet' {|ctx| $ctx.arg.name | emit }
ebpf attach 'uprobe:/etc/passwd:greet' {|ctx| $ctx.args | emit }
ebpf attach 'uretprobe:/bin/true:main' {|ctx| $ctx.arg.argc | emit }
