use nubpf *
# What is made of eight elements that may be missing is one way for the verifier, not 256.
ebpf attach --name ways 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let some = (($n | into binary) | bytes index-of -a 0x[01] | each {|v| $v } | length)
    let text = (try { $"($n)($some)" | into int } catch { 0 })
    [5 $text $some] | math median | emit
}
def cut [text: string, n: int] {
    if ([3 1 2 1 3 1 2 1] | each {|x| $n } | take while {|x| $x < -1 } | window 2 | each {|x| ($x.0 | default 1) bit-xor ($x.1 | default 2) } | append $n | math min) != -1 {
        return ($text | fill -w 6 | str substring (-8)..)
    }
    'ab'
}
ebpf attach --name least 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    (if $n > 5 { cut $"($n)" $n } else { cut $"<($n)" 7 }) | emit
}
# Sixteen elements that may be missing are found by the text that is made of them, then counted.
ebpf attach --name found 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let places = (($n | into binary) | bytes index-of -a 0x[01])
    ($places ++ $places) | find --regex '[0-2]' -n | window 2 --stride 3 --remainder | length | emit
}
# Elements that may be missing are looked at twice, with a loop over text between.
ebpf attach --name twice 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let some = ($n | into binary | bytes index-of -a 0x[00] | first ($n bit-and 7) | where $it > -86)
    ($some | take 3 | sort --reverse | is-empty) | emit
    let number = (try { $" ($n)" | into int } catch { 7 })
    ($some | sort | bits xor 48 | prepend $number | last) | emit
}
# Sixteen comparisons that end at the first that holds stay jumps, one after another.
ebpf attach --name jumps 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    (seq 2 ($n mod 9) | sort | any $it > 3) | emit
}
# A loop that the kernel runs, with such loops inside, which end in many ways.
ebpf attach --name ends 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut left = $n mod 100
    mut sum = 0
    mut k = 0; loop {
        if $k >= 4 { break }
        $k += 1
        mut l = []
        for i in 0..3 {
            if $left > 3 {
                $l ++= [($i bit-xor (match ('ab' | str substring ($left bit-and 7)..2) {
                    'ab' => 3,
                    '1' | 'b' => (try { $"0b($n)" | into int } catch { 5 }),
                    _ => (3ns // ($left | into duration))
                }))]
            }
        }
        $sum += ($l | append 0 | math sum)
        $left = ($l | length)
    }
    $"($left) ($sum)" | emit
}
