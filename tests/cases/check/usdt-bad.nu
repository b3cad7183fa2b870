ebpf attach 'usdt:libc:setjmp' {|ctx| count }
ebpf attach 'usdt:libc:libc:setjmp' {|ctx| $ctx.arg12 | count }
ebpf attach 'usdt:libc:libc:setjmp' {|ctx| $ctx.retval | count }
