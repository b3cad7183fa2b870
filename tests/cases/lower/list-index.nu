# Of a list that is whole an element is at its place; of a filtered one it is found by selects.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let whole = [$n, 5]
    let some = ($whole | where $it > 2)
    { whole: $whole.1, some: $some.0? } | emit
}
