# Arguments are evaluated and fit their parameters, used or not.
use nubpf *
ebpf attach --name default_argument 'raw_tracepoint:sys_enter' {|ctx|
    let by = ($ctx.arg0 | into int)
    let known = (5 | default (4 // $by))
    $known | emit
}
ebpf attach --name null_argument 'raw_tracepoint:sys_enter' {|ctx|
    let by = ($ctx.arg0 | into int)
    def first [a: int, b?: int] { 7 }
    (first (if $by != 0 { 3 }) (if $by != 0 { 3 })) | emit
}
