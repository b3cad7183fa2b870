use nubpf *

def bytes [] { str length }
def twice [] { $in * 2 }
def branch [] { if true { let n = str length; $n + 100 } else { 7 } }
def early [x: int] { do { if $x > 4 { return 1 }; 2 } }

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    ['abcd' 'ab'] | each { str length } | math sum | emit
    'abc' | bytes | emit
    'abc' | branch | emit
    $x | twice | emit
    [[1 $x] [3 4]] | each { math sum } | math sum | emit
    [$x 4] | reduce { $in + 1 } | emit
    ['abc' 'b'] | where { str starts-with a } | length | emit
    'abcd' | match $x { 3 => { str length }, _ => 0 } | emit
    $x | do {|y, z| $in + $y * $z } 10 ($x + 1) | emit
    do {|y| $y + $x } 1 2 | emit
    early $x | emit
    'abc' | try { str length } | emit
    [$x 2] | each {|y| do {|z| $z // ($y - 2) } 12 | emit; 1 } | math sum | emit
}
