ebpf attach --name text 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $"Ab-($n)-zZ(($n > 10) | into string)"
    {
        n: ($n | into string), flag: ($n | into bool), len: ($s | str length), has: ($s | str contains '0-z'),
        starts: ($s | str starts-with Ab-1), ends: ($s | str ends-with 'true'),
        at: ($s | str index-of '-z'), dash: ($s | str index-of '-'), none: ($s | str index-of Q),
        head: ($s | str substring 0..<2), middle: ($s | str substring 1..4), tail: ($s | str substring 9..),
        up: ($s | str uppercase), down: ($s | str lowercase), found: (($s | str substring 3.. | str lowercase) == '7-zzfalse')
    } | emit
}

# What has no answer in bytes alone ends the event.
ebpf attach --name beyond 'raw_tracepoint:sys_enter' {|ctx|
    let s = $"aé($ctx.arg0 | into int)"
    $s | str length | emit
    $s | str substring 0..0 | emit
    if $ctx.arg0 == 1 { $s | str substring 0..1 | emit }
    $s | str upcase | emit
}
