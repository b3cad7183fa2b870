# Called twice, a def is a function: scalars and texts of its arguments, of $in and of its result; what
# asks for the program's context is given it; what is tiny, or whose loop ends at an argument, is laid
# out.
def both [a: int, t] {
    let n = $in
    if $a > $n.low { return {sum: ($a + $n.low), text: $t, odd: ($a mod 2 == 1)} }
    {sum: (17 // $a), text: ($t | str upcase), odd: $n.known}
}

def from-context [c, n: int] {
    let x = ($c.arg1 | into int)
    if $x > $n { ($x * $n) - 7 } else { $n bit-xor ($x + 1000) }
}

def tiny [n: int] { $n + 1 }

def rounds [n: int] {
    mut sum = 0
    for i in 0..$n { $sum += $i * $i }
    $sum
}

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let r = {low: (tiny $n), known: true}
    let one = ($r | both $n $ctx.comm)
    let two = ({low: (tiny 4), known: false} | both (rounds ($n bit-and 3)) $ctx.comm)
    {one: $one, two: $two, c: (from-context $ctx $n), d: (from-context $ctx (rounds 3))} | emit row
}
