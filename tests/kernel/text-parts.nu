ebpf attach --name trimmed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $" \t($n)x "
    let d = $"--($n)--"
    {
        both: ($s | str trim), left: ($s | str trim --left), right: ($s | str trim -r), chr: ($d | str trim -c '-'),
        chars: ($"é($n)ж" | str length --chars), all: ($"(if $n == 0 { ' ' } else { '  ' })" | str trim | str length),
        cap: ($"a($n)" | str capitalize), icase: ($"aB($n)" | str contains -i 'Ab1'), ist: ($"aB($n)" | str starts-with --ignore-case AB),
        iend: ($"($n)aB" | str ends-with -i 'Ab')
    } | emit
}

ebpf attach --name places 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $"ab($n)ab-z"
    {
        end: ($s | str index-of --end ab), needle: ($s | str index-of $"($n)a"), last: ($s | str index-of -e $"(if $n == 7 { 'a' } else { '' })"),
        in: ($s | str index-of ab --range 1..), inn: ($s | str index-of b --range 0..1), none: ($s | str index-of z -r 0..<3),
        tail: ($s | str substring (-3)..), upto: ($s | str substring ..(-3)), run: ($s | str substring $n..($n + 2)),
        runs: ($s | str substring ($n)..<9)
    } | emit
}

ebpf attach --name replaced 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $"1a($n)a11"
    {
        one: ($s | str replace 1 xyz), all: ($s | str replace -a 1 xyz), none: ($s | str replace q r), gone: ($s | str replace -a a ''),
        two: ($s | str replace --all 11 2), eq: (($s | str replace -a a bb) == '1bb7bb11')
    } | emit
}
