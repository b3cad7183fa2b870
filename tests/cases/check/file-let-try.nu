# What does not fold at file level is user space.
let x = try { 1 } catch { 2 }
let y = ([1 2] | each {|x| try { $x } catch { 3 } } | length)
ebpf attach 'raw_tp:sys_enter' {|ctx|
    1 | emit
}
