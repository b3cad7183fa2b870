ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    {
        a1: ('héllo' | str length), a2: ('héllo' | str length --chars), a3: ('Hello' | str contains ''),
        a4: ('Hello' | str index-of ''), a5: ('héllo' | str index-of l), a6: ('Hello' | str index-of z),
        b1: ('hello' | str substring (-3)..(-1)), b2: ('hello' | str substring 3..1), b3: ('hello' | str substring 10..12),
        b4: ('hello' | str substring 0..<(-1)), b5: ('hello' | str substring (-100)..2), b6: ('hello' | str substring 2..(-2)),
        b7: ('hello' | str substring ..2), b8: ('héllo' | str substring 1..2), b9: ('' | str substring 0..1),
        c1: ("  a b\t\n " | str trim), c2: ("\u{a0}a\u{85}" | str trim), c3: ("\u{1c}a\u{b}" | str trim), c4: ('  ' | str trim),
        d1: ('héa' | str uppercase), d2: ('ÀÉǄ' | str lowercase), d3: ('ĳß' | str lowercase), d4: ('ωж' | str uppercase),
        e1: ('aXbX' | str replace X yy), e2: ('aXbX' | str replace --all X yy), e3: ('aaa' | str replace -a aa b), e4: ('abc' | str replace z y),
        f1: (5 | into string), f2: (true | into string), f3: (1500ms | into string), f4: (1kb | into string), f5: (-4 | into string),
        f6: (0 | into bool), f7: (-1 | into bool), f8: (4.0 | into string), f9: (4.25 | into string),
        g1: ('abc' =~ '(?i)B.$'), g2: ("a\n" =~ 'a$'), g3: ('٣' =~ '^\d$'), g4: ('xyz' !~ '[a-w]'), g5: ('ß' like '(?i)^ẞ$'),
        h1: (5 | bits not), h2: (300 | bits xor (-1)), h3: (65536 | bits not), h4: (-2 | bits or 1)
    } | emit
}
