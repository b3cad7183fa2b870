use nubpf *
# What has no value is an error of the moment, also where it is known before: `try` catches it.
ebpf attach --name none 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut l = []
    try { $l | math sum | emit } catch {|e| $e.msg | emit }
    try { [1] | where $it > 3 | math max | emit } catch {|e| $e.details.code | emit }
    (try { [] | math product } catch { $n }) | emit
    [1 (if $n > 5 { $n })] | flatten | emit
    $l = [$n]
    $l | skip $n | math min | emit
}
