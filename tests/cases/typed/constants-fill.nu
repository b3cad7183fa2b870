# fill of constants: the results of Nushell, which counts grapheme clusters.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    "é" | fill -w 4 -c é | emit
    "日本" | fill -w 5 -c '-' | emit
    "a\r\nb" | fill -w 5 -a RIGHT -c x | emit
    2.0 | fill -w 4 -a mr -c xy | emit
    -1kb | fill -w 7 -a center | emit
    ['a' 'bb'] | fill -w 3 -a r | str join | emit
}
