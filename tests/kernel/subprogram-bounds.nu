# Loops that end at what a def is given or gives: it is laid out, so that the bound is known.
def clamp [n: int] {
    let m = ($n bit-and 1023) bit-xor 3
    if $m > 40 { ($m bit-and 15) + ($n bit-and 7) } else { $m bit-and 31 }
}

def upto [n: int] {
    mut s = 0
    for i in 1..$n { $s += $i }
    $s
}

def steps [n: int, by: int] {
    mut s = 0
    mut i = 0
    while $i < $n {
        $i += $by
        $s += 1
    }
    $s
}

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut s = 0
    for i in 0..(clamp $a) { $s += $i }
    {
        s: $s
        c: (clamp ($a * 2))
        d: (clamp ($a + 9))
        u: (upto (clamp 7))
        v: (upto (clamp $a))
        w: (steps 200 1)
        x: (steps 100 (($a bit-and 3) + 1))
    } | emit row
}
