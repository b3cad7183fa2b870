use nubpf *

ebpf attach 'uprobe:./greet:gr*t' {|ctx| {enter: $ctx.probe, func: $ctx.func, times: $ctx.arg1} | emit }
ebpf attach 'uretprobe.multi:./greet:gr*t' {|ctx| {leave: $ctx.probe, func: $ctx.func} | emit }
ebpf attach 'uprobe.multi:./greet:greet' {|ctx| {one: $ctx.probe, func: $ctx.func} | emit }
