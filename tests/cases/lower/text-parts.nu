# Prefix, suffix, part and the patterns that mean one of them.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    {
        starts: ($ctx.comm starts-with 'kworker')
        ends: ($ctx.comm ends-with '.so')
        part: ('/' in $ctx.comm)
        pattern: ($ctx.comm =~ '^nginx')
    } | emit
}
