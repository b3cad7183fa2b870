ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let l = ([1 2 $n] | where $it > 1)
    { all: (try { $l | chunks $n } catch { [] }), why: (try { $l | chunks $n | length | into string } catch {|e| $e.details.code }) } | emit
    { windows: (try { $l | window $n } catch { [] }) } | emit
    { rest: (try { $l | window $n --remainder | length } catch { -1 }) } | emit
    { step: (try { $l | window 2 --stride $n } catch { [] }) } | emit
    { both: (try { [1 2 3 4] | window $n --stride $n -r | each { math sum } } catch { [] }) } | emit
    { none: ($l | where $it > 100 | chunks ($n mod 3 + 3)), texts: (["a" $"b($n)" "c"] | chunks ($n mod 2 + 2) | each { str join }) } | emit
    $l | chunks $n | length | emit
}
