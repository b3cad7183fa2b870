# In constant ranges and lists, and in ones that are written out.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg1 | into int)
    { range: ($n in 0..9), even: ($n in 0..2..100), list: ($n in [1, 2, 3]), names: ($ctx.comm in ['sh', 'bash']), here: ($n in [$ctx.pid, 7]) } | emit
}
