# Maps of one's own: what is put is there until it is deleted, for every program of the file.
map-define slots --kind array --max-entries 4
map-define few --max-entries 2
map-define sized --value-type 'record{pid:u32,name:string:16}' --key-type string:8

ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    let k = ($ctx.arg1 | into int)
    $k | map-get seen | emit before
    {n: $k, name: $"c($k)", odd: ($k mod 2 == 1), maybe: (if $k > 5 { $k * 1ms }), in: {l: [$k 1]}} | map-put seen $k
    $k | map-get seen | emit after
    ($k | map-contains seen) | emit has
    ($k * 10) | map-put slots $k
    {slot: ($k | map-get slots), no: (4 | map-contains slots), yes: (3 | map-contains slots), low: (-1 | map-get slots)} | emit slots
    if $k == 7 { $k | map-delete seen }
    if (map-get seen $k) == null { 'gone' | emit gone }
    (map-get lists [$k 1] | default [] | length) | emit lists
    ([$k 4 3] | where $it != 3) | map-put lists [$k 1]
    $k | map-put recent 5 --kind lru-hash
    $k | map-put here {a: $k, b: 'x'} --kind per-cpu-hash
    ({b: 'y', a: $k} | get a) | map-get numbers | emit numbers
    true | map-put flags ($k == 5)
    (false | map-get flags) == true | emit flag
    $k | map-put few $k
    $k | map-put few ($k + 1)
    {pid: $k, name: 'a longer name than 16 bytes'} | map-put sized 'first'
    ('first' | map-get sized | get name? | default 'none') | emit name
    (map-get sized 'first').pid? | emit pid
}

ebpf attach --name f 'raw_tracepoint:sys_exit' {|ctx|
    2 | map-get seen | emit shared
    3min | map-put numbers 5
    2 | map-put everywhere 0 --kind per-cpu-array
    (0 | map-get everywhere) | emit everywhere
    (7 | map-get everywhere) == null | emit nowhere
    (if $ctx.cpu > 5000 { 1sec }) | map-put numbers 1
}
