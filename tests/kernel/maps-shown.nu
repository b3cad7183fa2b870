# Without --maps nobody asks what a script keeps for itself; what does not fit is counted where it is put.
map-define few --max-entries 2
map-define slots --kind array --max-entries 2
ebpf attach --name e 'interval:10ms' {|ctx|
    mut n: int = 0
    if $n >= 4 { return }
    $n += 1
    $n | map-put few $n
    $n | map-put slots ($n - 1)
    $n | count counted
}
