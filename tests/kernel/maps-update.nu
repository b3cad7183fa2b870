# map-update stores what a closure makes of what is there: of every kind that has it, by every sort of key.
map-define slots --kind array --max-entries 4
map-define few --max-entries 1
ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    let k = ($ctx.arg1 | into int)
    map-update hits ($k mod 2) {|old| ($old | default 0) + $k }
    $k | map-update first {|old| $old == null }
    map-update slots 2 {|old| $old + 1 }
    map-update slots $k {|old| $old + 10 }
    map-update own $k --kind per-cpu-hash {|old| {n: (($old.n? | default 0) + 1), t: $"v($k)"} }
    map-update own_slots 1 --kind per-cpu-array {|old| $old + 1sec }
    map-update recent [$k 1] --kind lru-hash {|old| if $old == null { 1kb } else { $old * 2 } }
    let add = {|old| ($old | default 0) + 1 }
    map-update words {a: 'x', b: $k} $add
    map-update few $k {|old| ($old | default 0) + 1 }
    map-update unsigned 1 {|old| $ctx.arg1 }
    try { map-update failed 1 {|old| 10 // ($old | default 0) } } catch { 'no' | emit failed }
    map-update maybe 1 {|old| if $k > 5 { $k } }
}
