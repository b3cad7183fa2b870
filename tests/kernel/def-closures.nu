use nubpf *
# Closures that a def is given see what stands where they are written, wherever the def runs them.
def apply [x: int, c: closure] { let k = 100; do $c ($x + $k - 100) }
def each_of [c] { $in | each $c }
def chosen [--by: closure] { [3 1 2] | where $by }
def twice [c: closure, x] { do $c (do $c $x) }
def inner [c: closure] { do $c 5 }
def outer [c: closure] { inner {|x| do $c ($x + 1) } }
def safe [c: closure] { try { do $c 0 } catch { -1 } }
def seek [c: closure] { for i in 0..3 { if (do $c $i) { return $i } }; -1 }
ebpf attach --name defs 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let k = $n
    apply 2 {|x| $x + $k } | emit
    apply 1 {|a| apply ($a + 1) {|b| $a * 10 + $b + $n } } | emit
    [$n 5] | each_of {|x| $x mod 3 } | emit
    [1 2] | each_of {|x| return ($x + $n) } | emit
    chosen --by {|x| $x > ($n - 2) } | emit
    [(twice {|x| $x + $n } 1) (twice {|x| $x * 2 } $n)] | emit
    outer {|x| $x * $n } | emit
    safe {|x| $n // $x } | emit
    safe {|x| $n + $x } | emit
    seek {|x| $x > $n } | emit
    let held = {|x| $x - $n }
    let n = 1000
    apply $n $held | emit
    apply 7 { $in | default $n } | emit
}
