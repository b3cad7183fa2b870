use nubpf *
map-define places --value-type int
map-define sums --value-type int
# What the closure searches is walked once by the verifier, not for each of the tries to store it.
ebpf attach --name search 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let text = $"a($n)b($n)c($n)d"
    map-update places 1 {|old| if ($old | default (-1)) < ($text | str index-of -e $"($n)c") { $text | str index-of "d" } else { 2 } }
    map-update sums 1 {|old| if ($old | default 0) > -1 { (7 * (try { $"($n)1" | into duration --unit us } catch { 11ns })) | into int } else { $old } }
}
