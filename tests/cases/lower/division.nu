# Constant divisors need no guards; -1 and 0 do where they can be.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    { floor: ($a // $b), rest: ($a mod 7), small: (1000 // $b), span: (($a | into duration) / 3) } | emit
}
