# Arms are tried in order; a name binds the subject; no arm gives null.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg1 | into int)
    let kind = (match $n { 0 | 1 => 'io', 2..9 => 'file', $x if $x > 400 => 'new' })
    $kind | count
}
