ebpf attach 'begin' {|ctx|
    $ctx.pid | hist 5 --linear 0..10 --step 0
}
