# A closure in a variable is laid out where it is used; a program's too.
let twice = {|x| $x * 2 }
let body = {|ctx|
    let n = $ctx.cpu
    let add = {|x| $x + $n }
    let n = 7
    do $twice (do $add $n) | emit
}
ebpf attach 'raw_tp:sys_enter' $body
