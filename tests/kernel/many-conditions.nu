use nubpf *

# Each place of the list is there or not, and every pair of them is compared.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let bytes = ($ctx.arg0 | into int | into binary)
    let end = ($ctx.arg0 | into int) mod 7
    ($bytes | bytes index-of -a 0x[01] | uniq --repeated | take until {|i| $i > $end }) | emit
    let places = ($bytes | bytes index-of -a 0x[02] | uniq --repeated | where $it >= 0)
    (if ($places | is-empty) { $end } else { 0 }) | emit
}
