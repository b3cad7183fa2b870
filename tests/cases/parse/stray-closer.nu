let a = 1)
let b = 2 }
let c = a]
ebpf attach 'kprobe:x' { $x] }
