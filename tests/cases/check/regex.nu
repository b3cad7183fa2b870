# Patterns without an automaton are refused with the reason; constants fold.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let known: bool = ('abc' =~ '(?i)B.$')
    if $ctx.comm =~ '(?=a)b' { count }
    if $ctx.comm =~ '(a)\1' { count }
    if $ctx.comm !~ '\bsh' { count }
    if $ctx.comm like '\p{L}' { count }
    if $ctx.comm not-like 'a{' { count }
    if $ctx.comm =~ '^\w+$' { count }
    if 'abc' =~ '[' { count }
    if 'abc' =~ $ctx.comm { count }
}
