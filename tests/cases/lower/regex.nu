# A walk through the automaton: one global of tables, one round a byte; plain text is a comparison.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    if $ctx.comm =~ '^k?worker/[0-9]+' { count }
    if $ctx.comm like '^bash$' { count shells }
}
