ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    mut sum = 0
    try {
        $sum = 100 // $x
        $sum += $x * 4
    } catch {|e|
        $e.msg | emit failed
    }
    $sum + (try { 7 mod $x } catch { -1 }) | emit
}
