# Nushell evaluates few commands for a `const`; a `let` takes them all.
const a = ([1 2] | length)
const b = ([1 2] | math max)
let c = ([1 2] | length)
ebpf attach 'raw_tp:sys_enter' {|ctx|
    const d = ([1 2] | reverse)
    const e = ([1 2] | math sum)
    for x in 0..($b + $c + $e) { $x | emit }
}
