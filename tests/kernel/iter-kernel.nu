# What the kernel itself has: cgroups, symbols, programs and links.
ebpf attach --name cgroups 'iter:cgroup' {|ctx|
    {nth: $ctx.meta.seq_num, level: $ctx.cgroup.level, id: $ctx.cgroup.kn.id} | emit cgroups
}
ebpf attach --name symbols 'iter:ksym' {|ctx|
    if $ctx.ksym.name == 'vfs_read' { {type: $ctx.ksym.type, address: $ctx.ksym.value} | emit symbols }
    1 | sum symbols
}
ebpf attach --name programs 'iter:bpf_prog' {|ctx|
    if $ctx.prog.aux.name == 'programs' { {id: $ctx.prog.aux.id} | emit programs }
}
ebpf attach --name links 'iter:bpf_link' {|ctx| {program: $ctx.link.prog.aux.id} | emit links }
