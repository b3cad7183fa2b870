# Definitions from a file beside this one, under the module's name and without it.
use lib/scale.nu
use lib/scale.nu [triple LIMIT]

const factor = 1000   # not the module's

ebpf attach 'begin' {||
    {plain: (triple 5), named: (scale triple 6), words: (scale add up 7 --by 2), limit: $LIMIT, own: $factor} | emit
}
