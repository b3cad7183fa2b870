# Closures that defs are given: what they cannot see, and where they are none.
def apply [c: closure] { do $c 3 }
def again [c: closure] { again $c }
def number [c: int] { $c + 1 }
def value [c] { $c == 1 }
def rest [...c] { 1 }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut z = 3
    apply {|x| $x + $z } | emit
    again {|| 1 } | emit
    number {|| 1 } | emit
    value {|| 1 } | emit
    rest {|| 1 } | emit
    apply {|x y| $x } | emit
    apply {|x: string| $x } | emit
    apply 3 | emit
}
