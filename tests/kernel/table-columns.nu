# columns and values of tables, which have none without rows.
ebpf attach --name tables 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let rows = [{a: $a, b: $b}, {a: 3, b: 7}]
    let some = ($rows | where a > 4)
    {
        columns: ($rows | columns)
        none: ($some | columns)
        joined: ($some | columns | str join "-")
        values: ($rows | values)
        few: ($some | values)
        streamed: ($rows | insert c {|r| $r.a + $r.b } | values | length)
        found: ($some | values | flatten)
    } | emit
}
