use nubpf *

def inverse [a: int] { if $a == 3 { return 33 }; 10 // $a }

ebpf attach --name plain 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    mut steps = 0
    mut word = 'none'
    try {
        $word = 'some'
        $steps += 100 // $x
        $word = $'much ($x)'
        if $x > 5 { error make {msg: $'no ($word)', code: 'my::code'} }
        $steps += $x * 4611686018427387904
    } catch {|e|
        {text: $e.msg, code: $e.details.code, same: ($e.msg == $e.details.msg)} | emit caught
    }
    {word: $word, steps: $steps} | emit
}

ebpf attach --name nested 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    let value = try {
        try { inverse $x } catch {|e| error make {msg: $'again: ($e.msg)'} }
    } catch {|e| if $e.details.code == null { $e.msg | str length } else { -1 } }
    $value | emit
    for i in 0..4 {
        try {
            if $i == $x { continue }
            if $i == 3 { break }
            inverse ($i - 1) | emit
        } catch { if $x == 9 { break }; $i * 1000 | emit }
    }
    try { error make {msg: 'done'} }
    let left = (try { [3 2 1] | each {|y| 6 // ($y - $x) } | math sum } catch {|e| $e.details.code | default '' | str length })
    $left | emit
    if $x == 1 { return }
    error make {msg: $'end of ($x)'}
}
