# Unsigned words keep theirs: no int is as large. What a test has left in maps and state is shown.
ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    mut runs: int = 0
    $runs += 1
    $ctx.arg1 | sum words
    $ctx.arg1 | stats --by $ctx.arg1 each
    $ctx.arg1 | min least
    ($ctx.arg1 | into int) | min least_int
    $ctx.arg1 | max most
    ($ctx.arg1 | into int) | max most_int
    $ctx.arg1 | avg mean
    [($ctx.arg1 bit-and 3)] | count lists
    (if $ctx.arg1 > 9 { 0x[ff 00] } else { 0x[0a] }) | count --max-entries 1 bytes
}
