use nubpf *
# The first of a text that is computed, replaced by one that may be, too.
ebpf attach --name replaced 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let t = $"($n)"
    $"a($n)b($n)" | str replace $t x | emit
    $"a($n)b" | str replace a $t | emit
    "abc" | str replace $t x | emit
    $"a($n)b($n)" | str replace $t $"<($t)>" | emit
    let none = ($t | str substring 0..<0)
    $"a($n)" | str replace $none "x" | emit
    $"aé($n)b" | str replace $"é($n)" "ü" | emit
    [$"a($n)b" "c"] | str replace $t x | emit
}
