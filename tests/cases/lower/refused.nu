# What has no bounded form in the kernel is refused with the place and the reason.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $"([$ctx.ktime])" | count text
    'a' in ($ctx.arg0 | read-str --max-len 4000) | count found
}
