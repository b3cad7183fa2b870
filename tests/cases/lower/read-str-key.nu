# Equal texts are equal keys: zeros behind the text, nothing of what was cut.
ebpf attach 'raw_tp:sys_enter' {|ctx| $ctx.arg0 | read-str --max-len 13 | count }
