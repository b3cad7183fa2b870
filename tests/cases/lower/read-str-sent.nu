# Text that is only sent is fetched into the record.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    { path: ($ctx.arg0 | read-str --user --max-len 22), comm: $ctx.comm } | emit
}
