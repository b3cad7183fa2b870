# Defs that are called from several places, from a loop, from each other and from two programs.
def eight [a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int] {
    let x = ($a bit-xor $b) + ($c bit-and $d)
    let y = ($e bit-or $f) - ($g bit-xor $h)
    if $x > $y { ($x - $y) mod ($h + 10) } else if $a > $h { $y - $x - $f } else { $y + $g }
}

# A record in, a record out, with a text in each.
def turn [r] {
    {
        first: $r.second
        second: ($r.first + ($r.second mod ($r.first + 7)))
        name: (if $r.first > $r.second { $r.name + "+" } else { $r.name + "-" })
        known: ($r.name == "5" or $r.name == "-3" or ($r.name | str starts-with "1"))
    }
}

# Null in and out.
def half [n] {
    let m = ($n | default 7)
    if $m mod 2 == 0 { $m // 2 } else if $m mod 3 == 0 { $m // 3 } else if $m mod 5 == 0 { $m // 5 + ($m bit-and 12) } else { null }
}

# Errors two functions down.
def quotient [a: int, b: int, c: int] {
    let q = ($a * 3 - $c) // $b
    if $q > 1000 { error make {msg: "a large quotient"} }
    ($q bit-xor $a) + ($c * $c) - ($b bit-and 3)
}

def quotients [a: int, b: int] {
    (quotient $a $b 1) + (quotient $b $a 2) + (quotient ($a + $b) ($a - $b) $b)
}

# Its input is text; it returns early, and from a loop.
def digits [] {
    let text = $in
    if ($text | str starts-with "-") { return (-1) }
    for d in ["1" "2" "3" "4" "5"] {
        if ($text | str ends-with $d) { return ($text | str length) }
    }
    0
}

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    mut sum = 0
    for i in 0..5 {
        $sum += (eight $i $a $b 3 $sum $i 5 $b)
    }
    let once = (turn {first: $a, second: $b, name: ($a | into string)})
    let twice = (turn {first: $once.first, second: $once.second, name: ($b | into string)})
    {
        eight: (eight $a $b 1 2 3 4 5 6)
        again: (eight $b $a $a $b $a $b $b $a)
        sum: $sum
        once: $once
        twice: $twice
        half: (half $a)
        quarter: (half (half $b))
        nothing: (half (if $a > 0 { null } else { $b }))
        left: ($"($a)" | digits)
        right: ($"($b)" | digits)
        errors: (quotients $a $b)
        more: (quotients $b ($a + 1))
    } | emit row
}

ebpf attach 'raw_tracepoint:sys_exit' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    {eight: (eight $b $b $a $a 1 2 $a $b), half: (half $b), quotient: (quotient $b $a $a)} | emit other
}
