map-define a --kind devmap
map-define b --kind hsah
map-define c --kind array
map-define c --kind queue
map-define d --kind array --key-type string
map-define e --max-entries 0
map-define f --value-type 'record{a:int,b}'
map-define g --value-type float
map-define h --key-type list:int:100
map-define i --value-type int
ebpf attach 'raw_tp:sys_enter' {|ctx|
    1 | map-put i 'k'
    1ms | map-put i 'k'
    1 | map-put i 5
    1 | map-put c 'first'
    1 | map-delete c
    map-get j
    1 | map-get k --kind xskmap
    1 | map-put l
    $ctx | map-put m 1
    {} | map-put n 1
    1 | map-put $"o($ctx.pid)" 1
    1 | map-get nothing | emit
    (1 | map-get circle) + 1 | map-put circle 1
}
