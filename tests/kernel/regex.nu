ebpf attach --name match 'raw_tracepoint:sys_enter' {|ctx|
    let s = $"(($ctx.arg0 | into int))-(($ctx.arg1 | into int))"
    {
        s: $s, digits: ($s =~ '^\d+-\d+$'), seven: ($s =~ '7{2,}'), end: ($s =~ '(^|-)-?[1-5]+$'),
        no: ($s !~ '[89]'), short: ($s like '^.-.$'), known: ('a-é' =~ '^.-.$')
    } | emit
}
