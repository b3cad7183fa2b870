# Floats in constants: Nushell's results, tolerance and spelling.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    {
        whole: $"(1e5) (1e23) (9223372036854775808) (-0.0) (6 / 3)",
        parts: $"(1.5e-10) (0.1 + 0.2) (123456789.125) (-7 / 2) (2 ** 0.5)",
        special: $"(nan) (inf) (0.0 ** -1) (1e308 * -10)",
        mod: $"(7 mod inf) (-7 mod inf) (-7.5 mod 2) (7.5 mod 0.1) (-7 // inf) (0.3 // 0.1)",
        equal: [(0.1 + 0.2 == 0.3) (0.1 + 0.2 <= 0.3) (1e17 == 1.0000000000000002e17) (inf == 1e308) (1.9999999999999996 == 2.0) (1 == 1.0)],
        unequal: [(1.0000000000000004 == 1.0) (0.1 + 0.2 > 0.3) (nan == nan) (nan <= 1) (-inf < inf)],
        scaled: [(1sec * 1.5) (-10sec / 3.0) (-10sec // 3.0) (-10sec mod 3.7) (10sec mod -3.7) (1sec * -1e30) (1sec * nan)],
        sizes: [(1.5 * 1kb) (10kb / 3.5) (9223372036854775807b * 1.0)],
        quotients: $"(10sec / 3sec) (10kb / 4kb)"
    } | ignore
}
