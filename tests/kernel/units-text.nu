# Durations and sizes as text: the compiler's and the loader's are Nushell's.
ebpf attach 'begin' {||
    print $"(0ns) (-90sec) (400day) (1500ms)"
    print $"(0b) (999b) (1999b) (-1500b) (1999999b) (9223372036854775807b)"
    let size = 1999b
    let time = 0sec
    print "sent:" $size $time
}
