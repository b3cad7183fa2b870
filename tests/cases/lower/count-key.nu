# A new key is inserted with 1; when another cpu was faster there is one to add to.
ebpf attach 'raw_tp:sys_enter' {|ctx| $ctx.comm | count --max-entries 100 names }
