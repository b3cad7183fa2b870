# Text is fetched once for all arms.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    match $ctx.comm { 'bash' | 'sh' => { count shells }, null => { count none }, _ => { count others } }
}
