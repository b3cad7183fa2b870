use nubpf *

ebpf attach --name step 'usdt:./usdt:nubpf_test:step' {|ctx|
    {number: $ctx.arg0, big: $ctx.arg1, name: ($ctx.arg2 | read-str --max-len 16), constant: $ctx.arg3} | emit
}
