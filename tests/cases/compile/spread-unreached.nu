# Nothing computes the columns of a record that is spread where control never comes.
const k_rec = {a: 7, b: 3ns, c: false}
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let text = ($n | fill --width 1 -a mr -c 'a')
    let v = ($text not-like '-?[0-9]{1,3}' or 42 not-in 0..5..56 or {a: $n, ...(($k_rec | update a {|x| $n }) | reject a)} == {a: 42, b: 5sec} and true)
    $v | emit
}
