use nubpf *

# Every thread, with more in its row than a small ring buffer holds of all.
ebpf attach --name tasks 'iter:task' {|ctx|
    let comm = $ctx.task.comm
    {pid: $ctx.task.pid, ppid: $ctx.ppid, comm: $comm, again: $"($comm) ($comm) ($comm) ($comm)"} | emit
    1 | count tasks
}
ebpf attach --name files 'iter:task_file' {|ctx|
    if $ctx.task.comm == 'nubpf-load' and $ctx.fd == 0 { {fd: $ctx.fd, inode: $ctx.file.f_inode.i_ino} | emit }
}
ebpf attach --name maps 'iter:bpf_map' {|ctx| {map_id: $ctx.map.id, nth: $ctx.meta.seq_num} | emit }
ebpf attach --name vmas 'iter:task_vma' {|ctx| if $ctx.task.comm == 'nubpf-load' { {start: $ctx.vma.vm_start} | emit } }
