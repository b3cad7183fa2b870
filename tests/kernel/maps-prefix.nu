# The longest beginning of a key that a trie has: of a path, of bytes, of bits.
map-define places --kind lpm-trie --max-entries 8
map-define nets --kind lpm-trie
ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    let k = ($ctx.arg1 | into int)
    'root' | map-put places '/'
    'programs' | map-put places '/usr/bin/'
    'usr' | map-put places '/usr'
    ['/usr/bin/nu' '/usr/lib' '/etc/passwd' 'here'] | each {|p| map-get places $p | default 'none' } | emit places
    ('/usr/bin/nu' | map-contains places) | emit yes
    if $k > 1 { '/usr/bin/' | map-delete places }
    map-get places $"/usr/bin/p($k)" | emit made
    8 | map-put nets {bits: 8, of: 0x[0a 00 00 00]}
    20 | map-put nets {bits: 20, of: 0x[0a 01 f0 00]}
    [(map-get nets 0x[0a 01 f7 09]) (map-get nets 0x[0a 01 e7 09]) (map-get nets 0x[0b 00 00 01])] | emit nets
    1 | map-put nets {bits: (30 + $k), of: 0x[01 02 03 04]}
}
