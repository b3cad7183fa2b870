# flags: --kernel=5.16
# Before bpf_loop the verifier walks every place of every round.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    ($ctx.arg1 | read-str) in ($ctx.arg0 | read-str) | count found
}
