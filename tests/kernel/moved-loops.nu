use nubpf *
# Searches whose rounds the verifier would not walk: the kernel runs them (bpf_loop).
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let text = $"a($n)b($n)c($n)d($n)-($n)"
    mut seen = 0
    mut places = 0
    for i in 0..12 {
        let part = $"($i)b($n)c($i)"
        if ($text | str contains $part) { $seen += 1 }
        $places += ($text | str index-of $"($n)($part | str substring 1..)") * $i
    }
    for i in 0..3 {
        if ($text | str contains $"($n)b") { $seen += 100 ; break }
    }
    {seen: $seen, places: $places, last: ($text | str index-of -e $"($n)") , none: ($text | str index-of $"($n)($n)x")} | emit
}
