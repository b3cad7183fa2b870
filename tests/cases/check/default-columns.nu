# Columns and closures of `default`; conditions of `any` and `all`.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let r = {a: (if $ctx.pid > 3 { $ctx.pid }), b: "x"}
    $r | default "x" a | emit
    $r | default 5 $ctx.comm | emit
    $r | default { 1 } a z | emit
    [$r] | default { 1 } a | length | count
    $r | default {|x| $x } a | emit
    $ctx.pid | default 5 a | emit
    $r | default 5 b | get b | str length | count
    [$r] | any z > 1 | count
    [$r] | all b | count
    5 | any $it > 1 | count
}
