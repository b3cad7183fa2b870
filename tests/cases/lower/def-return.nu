# A def is laid out where it is called; `return` goes behind the call.
def classify [n: int, --limit: int = 10] {
    if $n > $limit { return 'large' }
    'small'
}
ebpf attach 'raw_tp:sys_enter' {|ctx|
    classify $ctx.pid | count
    classify $ctx.cpu --limit 1 | count
}
