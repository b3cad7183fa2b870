use nubpf *

# One program may not open one file, and nobody a second one; everything else may.
ebpf attach 'lsm:file_open' {|ctx|
    let name = ($ctx.arg.file.f_path.dentry.d_name.name | read-str --max-len 32)
    if $name == 'nubpf-secret' and $ctx.comm == 'cat' {
        {denied: $name} | emit
        return 'deny'
    }
    if $name == 'nubpf-closed' { -13 } else { 0 }
}
