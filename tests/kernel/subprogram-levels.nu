# Twelve defs, each of which calls the next one twice: 8190 calls in all.
def f12 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 444)) bit-or 12
    let y = ($b bit-shr 1) bit-xor ($a bit-and 12012)
    $x bit-xor $y bit-xor ($a bit-shr 2)
}

def f11 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 407)) bit-or 11
    let y = ($b bit-shr 1) bit-xor ($a bit-and 11011)
    (f12 $x $b) bit-xor (f12 $y $x)
}

def f10 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 370)) bit-or 10
    let y = ($b bit-shr 1) bit-xor ($a bit-and 10010)
    (f11 $x $b) bit-xor (f11 $y $x)
}

def f9 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 333)) bit-or 9
    let y = ($b bit-shr 1) bit-xor ($a bit-and 9009)
    (f10 $x $b) bit-xor (f10 $y $x)
}

def f8 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 296)) bit-or 8
    let y = ($b bit-shr 1) bit-xor ($a bit-and 8008)
    (f9 $x $b) bit-xor (f9 $y $x)
}

def f7 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 259)) bit-or 7
    let y = ($b bit-shr 1) bit-xor ($a bit-and 7007)
    (f8 $x $b) bit-xor (f8 $y $x)
}

def f6 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 222)) bit-or 6
    let y = ($b bit-shr 1) bit-xor ($a bit-and 6006)
    (f7 $x $b) bit-xor (f7 $y $x)
}

def f5 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 185)) bit-or 5
    let y = ($b bit-shr 1) bit-xor ($a bit-and 5005)
    (f6 $x $b) bit-xor (f6 $y $x)
}

def f4 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 148)) bit-or 4
    let y = ($b bit-shr 1) bit-xor ($a bit-and 4004)
    (f5 $x $b) bit-xor (f5 $y $x)
}

def f3 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 111)) bit-or 3
    let y = ($b bit-shr 1) bit-xor ($a bit-and 3003)
    (f4 $x $b) bit-xor (f4 $y $x)
}

def f2 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 74)) bit-or 2
    let y = ($b bit-shr 1) bit-xor ($a bit-and 2002)
    (f3 $x $b) bit-xor (f3 $y $x)
}

def f1 [a: int, b: int] {
    let x = ($a bit-xor ($b bit-and 37)) bit-or 1
    let y = ($b bit-shr 1) bit-xor ($a bit-and 1001)
    (f2 $x $b) bit-xor (f2 $y $x)
}

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    {r: (f1 $a $b), s: (f1 $b $a)} | emit row
}
