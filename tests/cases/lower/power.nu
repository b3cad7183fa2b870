# By squaring: in a row for a constant exponent, else in a loop of six rounds.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    $a ** 3 | emit cube
    2 ** $a | emit power
}
