map-define q --kind queue
ebpf attach 'raw_tp:sys_enter' {|ctx|
    map-update a 1 --kind lru-hash {|old| {n: 1} }
    map-update b 1 {|old| 1 | emit; 1 }
    map-update c 1 --kind lru-hash {|old| 'x' }
    map-update d {|old| 1 }
    map-update e 1
    map-update f 1 {|old| $old }
    map-update g 1 5
    map-update q 1 {|old| 1 }
    map-get q 1
    1 | map-put q 1
    map-pop h --kind stack
    1ms | map-push i
    1 | map-push i
    1 | map-push j --kind hash
    map-push k
    1 | map-put l 1
    map-pop l
    map-pop m
    1 | map-get m
    1 | map-update n {|old| if $ctx.pid > 1 { 3 } }
}
