# Commands on constant numbers: the results of Nushell.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    {
        shl: [(5 | bits shl 2) (128 | bits shl 1) (4294967296 | bits shl 40) (-5 | bits shl 3) (1 | bits shl 63 --signed) (1 | bits shl 7 -n 1 -s) (300 | bits shl 1 -n 1) (-300 | bits shl 1 -n 1)],
        shr: [(-8 | bits shr 2) (255 | bits shr 9) (-129 | bits shr 1) (300 | bits shr 1 -n 1) (-300 | bits shr 1 -n 1)],
        rol: [(128 | bits rol 1) (256 | bits rol 1) (-1 | bits rol 8) (-5 | bits rol 2 -s) (200 | bits rol 1 -s) (127 | bits rol 1 -s) (4294967296 | bits rol 64) (-300 | bits rol 1 -n 1)],
        ror: [(5 | bits ror 1) (-5 | bits ror 2) (256 | bits ror 1) (1 | bits ror 1 -s) (5 | bits ror 3 -n 8 -s) (5 | bits ror 3 -n 4) (8 | bits ror 3 -n 8)],
        abs: $"(-5 | math abs) (-5ns | math abs) (-5kb | math abs) (-5.5 | math abs)",
        round: [(5.7 | math floor) (-5.7 | math ceil) (2.5 | math round) (-2.5 | math round) (1e300 | math floor) (nan | math floor) (5 | math ceil) (9007199254740993 | math round) (9007199254740993 | math floor) (9007199254740993ns | math floor | into int)],
        float: $"(16 | math sqrt) (2.25 | math sqrt) ([1 2] | math avg) ([1.5 2] | math avg) ([1sec 3ns] | math avg) (true | into float)",
        lists: $"([1 2.5] | math sum) ([1sec 2sec] | math sum) ([1.5 2] | math product) ([3 1.5 2] | math min) ([1 1.0] | math max) (['a' 'b'] | math max) ([2kb 1kb] | math min)",
        into: $"(1.9 | into int) (-1.9 | into int) (1e30 | into filesize) (1.5 | into duration --unit sec) (5 | into duration -u wk) (9223372036854775807 | into duration --unit sec) (0.0 | into bool)",
        text: [(" 0x-5" | into int) ("1,000" | into int) ("0o17" | into int) ("inf" | into int) ("9223372036854775808" | into int) ("2.9" | into int)],
        words: [(" TRUE " | into bool) ("0.0" | into bool) ("-1" | into bool) ("nan" | into bool)],
        durations: [(" 1day -2hr" | into duration) ("5" | into duration) ("1µs" | into duration)],
        sizes: [("5 kb" | into filesize) ("-3KiB" | into filesize) ("7" | into filesize) ("2M" | into filesize)]
    } | ignore
}
