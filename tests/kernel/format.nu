ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    {
        a: (1500ms | format duration sec), b: (90sec | format duration min), c: (1us | format duration us), d: ([1sec 1ns] | format duration ms | str join ","), e: (-1500ms | format duration sec), f: (1ns | format duration wk),
        g: (1234567b | format filesize kB), h: (1234567b | format filesize KiB), i: (5mb | format filesize MB), j: ((0b - 1500b) | format filesize kB), k: (1b | format filesize EB), l: (9223372036854775807b | format filesize PiB),
        m: (5 | format bits), o: (255 | format bits), p: (-129 | format bits), q: (2147483648 | format bits), r: ("aé" | format bits), s: (0x[05 01] | format bits), t: (true | format bits), u: (1kb | format bits),
        v: (255 | format number | values | str join ","), w: (-5 | format number --no-prefix | values | str join ","), x: (1234500 | format number | get lowerexp), y: ({a: 1kb, b: 1sec, d: null, e: true, f: 1.5, g: {h: 5}} | format pattern "{a} {b} {d} {e} {f} {g.h} {{x}}"), z: ([[a]; [1] [2]] | format pattern "<{a}>" | str join ","),
        aa: (char tab), ab: (char --unicode 1f378), ac: (char -i 65 233), ad: (char nl | encode hex), ae: (0x[c3 a9] | decode utf-8), af: (0x[61] | decode), ag: (char space)
    } | emit
}
