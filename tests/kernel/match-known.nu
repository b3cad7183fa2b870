use nubpf *
const k_list = [3 1 2 1]
ebpf attach --name known 'raw_tracepoint:sys_enter' {|ctx|
    let v0 = ($ctx.arg0 | into int)
    (match [true ($k_list | get 0)] { [_, 1] => $v0, _ => 7 }) | emit
    (match [true ($k_list.0)] { [_, 1] => $v0, _ => 7 }) | emit
    (match [4 ($k_list | get 0)] { [_, 1] => $v0, _ => 7 }) | emit
    (match [true ($k_list | get 0)] { [true, $x] if false => $x, [_, 1] => $v0, _ => 7 }) | emit
    (match [4 ($k_list | get 0)] { [4, $x] if false => $x, [_, 1] => $v0, _ => 7 }) | emit
    (match [4 ($k_list | first)] { [4, $x] if false => $x, [_, 1] => $v0, _ => 7 }) | emit
    (match [true $v0] { [_, 1] => 1, [true, 5] => 2, _ => 7 }) | emit
    (match [true 1 + 2] { [_, 1] => 1, [true, 5] => 2, _ => 7 }) | emit
}
