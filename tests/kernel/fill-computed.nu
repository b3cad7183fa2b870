ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let w = ($n mod 12)
    {
        left: ("ab" | fill -w $w), right: ($n | fill -w $w -a r -c '*'), middle: ($"a($n)" | fill -w (2 * $w) -a m -c 'xy'), before: (5kb * $n | fill -w $w -a mr -c 'é'), none: ("ab" | fill -w $w -c ''), list: (["a" "bcd"] | fill -w $w -c '-'),
        nil: (try { "a" | fill -w (if $n > 5 { $w }) } catch {|e| $e.details.code }), negative: (try { "ab" | fill -w ($w - 5) } catch {|e| $e.details.code })
    } | emit
    "ab" | fill -w $n | emit
}
