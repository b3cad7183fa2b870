ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    { bits: ($n | format bits), text: ($"é($n)" | format bits), bool: ($n > 0 | format bits), binary: ($n | into binary | format bits | str length), number: ($n | format number), bare: ($n | format number -n | get upperhex) } | emit
}
