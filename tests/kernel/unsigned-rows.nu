# Numbers beyond the greatest int are rows like others; so is what print says, and a NUL.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.arg0 | emit
    {word: $ctx.arg0, text: "a\u{0}b"} | emit
    print $'it is ($ctx.arg0)'
}
