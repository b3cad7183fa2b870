ebpf attach --name text 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let caught = (try { $"x($n)" | into int | into string } catch {|e| $e.details.code })
    {
        plain: ($" ($n)" | into int), hex: ($"0x($n)" | into int), octal: ($"0o1,($n)" | into int),
        binary: (try { $"0b($n)" | into int } catch { -1 }), code: $caught,
        yes: (try { $"($n).0 " | into bool } catch {|e| null }), word: ($"(if $n > 3 { 'TRUE' } else { ' false' })" | into bool)
    } | emit
}

# Decimal digits without anything around them saturate; others that do not fit are an error.
ebpf attach --name great 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    $"($n)9223372036854775807" | into int | emit
    $"0x($n)fffffffffffffff" | into int | emit
    $"($n).5" | into int | emit
}
