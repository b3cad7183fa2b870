# Text that has a name is fetched where it is bound, once.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let path = ($ctx.arg0 | read-str --max-len 22)
    if $path == '/etc/passwd' { $path | emit }
}
