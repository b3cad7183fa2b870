# Several cpus change one record: none of their changes is lost without a word, and its fields belong together.
map-define all --value-type 'record<n: int, twice: int, bytes: int>'
map-define slots --kind array --value-type 'record<n: int, twice: int, bytes: int>' --max-entries 1
ebpf attach 'tracepoint:syscalls/sys_enter_write' {|ctx|
    if $ctx.comm != 'whole-storm' { return }
    let bytes = ($ctx.count | into int)
    map-update all 0 {|old|
        let o = ($old | default {n: 0, twice: 0, bytes: 0})
        {n: ($o.n + 1), twice: ($o.twice + 2), bytes: ($o.bytes + $bytes)}
    }
    map-update slots 0 {|old| {n: ($old.n + 1), twice: ($old.twice + 2), bytes: ($old.bytes + $bytes)} }
}
