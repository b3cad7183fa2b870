use nubpf *

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    let r = (try { {a: (10 // $x)}.z? == null } catch { 'failed' == '' })
    $r | emit
    {a: (10 // $x)}.y?.z? | emit
}
