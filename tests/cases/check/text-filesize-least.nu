# Nushell finds the least number too great, as a number of bytes too.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    "-9223372036854775808" | into filesize | emit
}
