use nubpf *
# What is known to fail does so when it runs, where `catch` sees what it sees in Nushell.
ebpf attach --name known 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    (try { 'abc' | into int | into string } catch {|e| $e.details.code }) | emit
    (try { 'yes?' | into bool | into int } catch {|e| $e.msg | str length }) | emit
    (try { 189 | into int --radix 8 | into string } catch {|e| $e.msg }) | emit
    (try { 'a9' | into int --radix 8 | into string } catch {|e| $e.msg }) | emit
    (try { '' | into int | into string } catch {|e| $e.msg }) | emit
    (try { [] | first --strict | describe } catch {|e| $e.details.code }) | emit
    let none = ($n | into binary | bytes index-of -a 0x[ee ee] | where $it > 100 | take 0)
    (try { $none | last --strict | describe } catch {|e| $e.details.code }) | emit
    if $n > 5 { 'x' | into int | emit }
    $n | emit
}
