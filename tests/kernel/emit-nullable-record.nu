# A record that may be null is one column; text with a NUL in it arrives whole.
ebpf attach --name e 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let r = (if $a > 5 { {a: $a, b: "x\u{0}y"} })
    $r | emit
    "\u{0}" | emit
    [[1, 2], []] | each {|x| $x | length } | emit
}
