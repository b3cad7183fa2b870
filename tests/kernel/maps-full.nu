# A full map, an index that an array does not have: each counted at its place, in every run.
map-define few --max-entries 2
map-define places --kind array --value-type int --max-entries 4
ebpf attach --name fill 'raw_tracepoint:sys_enter' {|ctx|
    1 | map-put few ($ctx.arg0 | into int)
    7 | map-put places ($ctx.arg1 | into int)
    $ctx.arg0 | count --max-entries 1 one
}
