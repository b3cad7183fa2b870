use nubpf *

# What nobody needs of a list but its first element, which may be missing.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut unused = $"a($ctx.arg0 | into int | into binary | bytes index-of -a 0x[02] | uniq | get 0)"
    0 | ignore
    {a: 1} | emit
}
