let v: any = 1
let id = 1
$v | into duration --unit ms
into
ebpf
ebpf events $id
