# The script's own errors end the event; what comes behind knows that they did not happen.
def positive [n] {
    if $n < 0 { error make {msg: 'a negative size', label: {text: 'here'}} }
    $n
}
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = (if $ctx.arg1 == 0 { null } else { $ctx.arg1 | into int })
    if $b == null { error make {msg: "no second number"} }
    let kind = (match $a { 7 => { error make --unspanned {msg: 'seven'} }, 8 => 'eight', _ => 'other' })
    { sum: ((positive $a) + $b), kind: $kind } | emit
}
