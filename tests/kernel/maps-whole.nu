# map-update of what is larger than a number: in a hash, an array, of a thread; beside other commands on them.
map-define slots --kind array --value-type 'record<a: int, b: bool>' --max-entries 4
map-define last --kind task-storage --value-type 'record<now: int, before: int>'
map-define hits --value-type 'record<n: int, said: string:8>'
map-define few --value-type 'record<n: int>' --max-entries 1
ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    let k = ($ctx.arg1 | into int)
    map-update hits ($k mod 2) {|old| {n: (($old | default {n: 0, said: ''}).n + 1), said: $"k($k)"} }
    map-update slots $k {|old| {a: ($old.a + $k), b: (not $old.b)} }
    map-update last $ctx.task {|old| {now: $k, before: $old.now?} }
    if $k == 9 {
        {n: 90, said: 'put'} | map-put hits 9
        {a: 90, b: true} | map-put slots 3
        {now: 90, before: 80} | map-put last $ctx.task
    }
    if $k == 11 {
        map-delete hits 1
        $ctx.task | map-delete last
    }
    map-update few $k {|old| {n: (($old.n? | default 0) + 1)} }
    {last: (map-get last $ctx.task), hits: (map-get hits ($k mod 2)), there: (map-contains hits 9), slot: (map-get slots 3)} | emit
    try { map-update hits 0 {|old| {n: (10 // ($k - 2)), said: ''} } } catch { 'no' | emit failed }
}
