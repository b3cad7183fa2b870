# Buckets of powers of two, found without a branch.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.arg1 | into int | hist signed
    $ctx.arg1 | hist words
}
