let v: any = 1
let ctx: any = 1
$v | hist --by $ctx.comm --max-entries=16 reads
ebpf attach -s --pin group -n 'kprobe:x' {|| }
$v | hist --linear 0..100 --step 5
print -ne 'a' 5sec
print --stderr 1
