use nubpf *

ebpf attach --name opened 'lsm.s:file_open' {|ctx|
    if $ctx.comm == 'cat' {
        let name = ($ctx.arg.file.f_path.dentry.d_name.name | read-str --max-len 32)
        if $name == 'secret' { $name | count; $name | emit; return 'deny' }
    }
    'allow'
}
