use nubpf *
# The ends of what a filesize can be, as text.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let text = (match $n { 0 => "12", 1 => "-5", 2 => "1kb", 4 => "9223372036854775807", 5 => "-9223372036854775807", 6 => "-9223372036854775808", 7 => "9223372036854775808", 8 => " 12 ", 9 => "", 10 => "9223372036854775807b", 11 => "9223372036854775kb", 12 => "9223372036854776kb", 14 => "+5", 15 => "1_000", 16 => "-0", 17 => "5 kb", 18 => "1e3", _ => "3mib" })
    try { ($text | into filesize | into int) == 9223372036854775807 | emit } catch { 0 | emit }
    ($text | into filesize | into string) | emit
}
