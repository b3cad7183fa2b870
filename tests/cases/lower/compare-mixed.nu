# A u64 and an int compare as numbers: no u64 is below a negative int.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let u = $ctx.arg0
    let i = ($ctx.arg1 | into int)
    { less: ($u < $i), more: ($u > $i), same: ($u == $i), known: ($u == 5), tid: ($u == $ctx.tid) } | emit
}
