# Numbers that must all wait for the last of them: the message says how much stack they take and which lines most of it.
use nubpf *

ebpf attach 'raw_tp:sys_enter' {|ctx|
    let few = [(random int) (random int) (random int) (random int) (random int) (random int)]
    let many = [(random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int)]
    let some = [(random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int) (random int)]
    let one = (random int)
    {few: $few many: $many some: $some one: $one} | emit
}
