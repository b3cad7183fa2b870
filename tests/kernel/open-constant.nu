use nubpf *
# A constant that a loop and what follows share stays one: the steps of the copy behind the loop.
ebpf attach --name shared 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut n = 0
    loop { if $n >= 1 { break }; $n += 1; 0 | ignore }
    (try { 0; $"a($a)" } catch {|e| $e.details.code | default none }) | str substring (-2).. | emit
}
