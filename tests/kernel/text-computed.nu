ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = (($ctx.arg0 | into int) bit-and 0xffff)
    let s = ($"aé($ctx.arg0 | into int)-baa" | str substring ..<9)
    let find = (if $n > 300 { "" } else if $n > 100 { "a" } else { $"($n)" })
    { all: ($s | str replace --all $find "xy"), gone: ($s | str replace -a $find ""), by: ($s | str replace --all "a" $find), both: ($s | str replace -a $find $s) } | emit
    { first: ($s | str replace $find "é"), empty: ($s | str replace --all "" "é"), none: ($s | str replace "" "q") } | emit
    { row: ($s | split row -n 12 $find), three: ($s | split row -n 3 $find), one: ($s | split row -n 1 $find) } | emit
    { chars: ($s | split row -n 4 ""), list: ([$s "q7r"] | split row -n 3 $find), nil: (try { $s | str replace a (if $n > 5 { $s }) } catch {|e| $e.details.code }) } | emit
}
