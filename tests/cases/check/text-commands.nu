# What the kernel cannot do with text that is computed is refused with the reason.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let s = $ctx.comm
    $s | str trim --char é | emit
    $s | str trim --char $s | emit
    $s | str replace --all $s b | emit
    $s | str replace '' b | emit
    ($ctx.arg0 | read-str --max-len 4000) | str replace -a a bb | emit
    $s | str length --grapheme-clusters | emit
    $s | str substring 5 | emit
    # whose step is computed, too
    $s | str substring (1..3..($ctx.cpu)) | emit
    'é' | str substring 0..0 | emit
    'aß' | str upcase | emit
    'ßa' | str capitalize | emit
    'aa' | str trim --char aa | emit
    'héllo' | str index-of l --range 2.. | emit
    $s | str index-of "a\0" | emit
    $s | str index-of a --range (-2).. | emit
    5 | str length | emit
    ($ctx.arg0 | read-str --max-len 300) | into bool | emit
    'yes' | into bool | emit
    '5.5kb' | into filesize | emit
    '20000wk' | into duration | emit
    '5ns 6' | into duration | emit
    '-8eib' | into filesize | emit
    '1_000' | into int | emit
    null | into string | emit
    $ctx.arg0 | bits and 1 | emit
    $ctx.pid | bits or $s | emit
}
