# Nushell spreads a list to the last parameter of a command only when that takes any number.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    'a,b' | split row ...[','] | length | emit
    $ctx.comm | str contains ...['a'] | emit
    'a-b' | split column '-' ...[x y] | length | emit
    $ctx.comm | str replace a b ...[c] | emit
}
