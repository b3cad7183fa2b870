ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $"ab($n)"
    {
        left: ($s | fill --width 6), right: ($s | fill -w 6 -a r -c '*'), center: ($s | fill -w 8 -a c -c '-'),
        middle: ($s | fill -w 8 -a MR -c 'é'), number: ($n | fill -w 6 -a right -c 0), two: ($s | fill -w 5 -c xy),
        none: ($s | fill -w 6 -c ''), one: ($s | fill), size: ($n * 1kb | fill -w 6 -a m), same: (($s | fill -w 4) == 'ab7 ')
    } | emit
    if $n < 0 { $"é($s)" | fill -w 3 | emit }
}
