# Texts that become lists, and lists that become texts, have bounds.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let s = ($ctx.arg0 | read-str --max-len 4000)
    $s | split row ',' | length | emit
    $s | split chars | length | emit
    $s | lines | length | emit
    $ctx.comm | split row $ctx.comm | length | emit
    $ctx.comm | split row '' | length | emit
    $ctx.comm | split row , --number 65 | length | emit
    $ctx.comm | split chars -g | length | emit
    $ctx.comm | split column , | length | emit
    [[1] [($ctx.arg0 | into int)]] | str join | emit
    [$s $s] | str join | emit
    5 | split row , | length | emit
    [a b] | split row 5 | length | emit
}
