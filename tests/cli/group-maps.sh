# `nubpf maps`: a script's own maps read and changed from another process, while the script uses them.
needs_root
cat >limits.nu <<'END'
use nubpf *
map-define limits --max-entries 4
map-define names --max-entries 3
map-define slots --kind array --max-entries 2
map-define waiting --kind queue --max-entries 2
ebpf attach --name limited 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.comm != 'limits' { return }
    let key = { comm: $ctx.comm, call: ($ctx.arg1 | into int) }
    let limit = ($key | map-get limits)
    if $limit != null { $limit | sum allowed }
    if $limit == null { 1ms | map-put limits $key }
    { call: ($ctx.arg1 | into int), none: null } | map-put names $ctx.comm
    $ctx.arg1 | into int | map-put slots 1
    7 | map-push waiting
}
END
"$nubpfc" -o limits.bpf.o limits.nu || cli_wrong "cannot compile"
own_mounts
inside mount -t bpf bpf /sys/fs/bpf
inside "$load" -q --pin m limits.bpf.o
status 0
# The last call is exit_group, 231, the others getpid, 39.
"$build/tests/targets/caller" limits 2
inside "$nubpf" maps dump m
status 0
out '^\{"map":"limits","key":\{"comm":"limits","call":39\},"value":1000000\}$'
out '^\{"map":"names","key":"limits","value":\{"call":231,"none":null\}\}$'
out '^\{"map":"slots","key":1,"value":231\}$'
no_out waiting
inside "$nubpf" maps get m limits '{"comm":"limits","call":39}'
status 0
(($(wc -l <out) == 1)) || cli_wrong "more than one element"
out '"value":1000000\}$'
inside "$nubpf" maps get m limits '{"comm":"other","call":39}'
status 1
err "^nubpf: map 'limits' has no element with this key$"
inside "$nubpf" maps set m limits '{"comm":"limits","call":39}' 5sec
status 0
"$build/tests/targets/caller" limits 3
inside "$nubpf" counters -q m
out '^\{"map":"allowed","unit":"duration","sum":10001000000\}$'
inside "$nubpf" maps set m names other '{"call":-5,"none":null}'
status 0
inside "$nubpf" maps get m names other -f nuon
out '\{"map":"names","key":"other","value":\{"call":-5,"none":null\}\}'
inside "$nubpf" maps set m slots 0 0xff
inside "$nubpf" maps get m slots 0
out '^\{"map":"slots","key":0,"value":255\}$'
inside "$nubpf" maps delete m names other
status 0
inside "$nubpf" maps delete m names other
status 1
for wrong in 'set m limits 1 5ms:key: expected a record of 2 columns' \
	'set m limits {"comm":"x","cal":1} 5ms:key: expected a column .call.' \
	'set m limits {"comm":"a-name-that-is-too-long","call":1} 5ms:key: expected at most 16 bytes' \
	'set m limits {"comm":"x","call":1} soon:value: expected ' \
	'set m limits {"comm":"x","call":1} null:value: expected a value of kind duration, not null' \
	'set m slots 4294967296 1:key: expected a number of 32 bits' \
	'dump m nothing:has no map .nothing. of the script' \
	'get m waiting 1:has no keys' 'get m limits:usage' 'add m limits 1 2:usage'; do
	read -ra words <<<"${wrong%%:[kvhu]*}"
	inside "$nubpf" maps "${words[@]}"
	((exit_code != 0)) || cli_wrong "accepted: ${words[*]}"
	expected=${wrong#"${wrong%%:[kvhu]*}:"}
	err "${expected//usage/usage: nubpf maps}"
done
# Room for three names, of which one is there.
for name in a b c; do
	inside "$nubpf" maps set m names $name '{"call":1,"none":null}'
done
status 1
err "map 'names' has no room for this key"
inside "$nubpf" maps dump m waiting
out '^\{"map":"waiting","value":7\}$'
inside "$nubpf" detach -q m
status 0
