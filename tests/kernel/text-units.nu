ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {
        a: ($n | bits not -n 1), b: ($n | bits not -n 2), c: ($n | bits not -n 4 --signed), d: ($n | bits not -n 8), e: ($n | bits and 12 --endian big),
        f: (try { $"($n)" | into int --radix 16 } catch {|e| $"($e.details.code) ($e.msg)" | str length }), g: (try { $"z($n)" | into int -r 36 } catch { -1 }), h: (try { $"0x($n)" | into int -r 8 } catch { -1 }), i: (try { $n | into int -r 8 } catch { -1 }), j: (try { $"0b($n)" | into int -r 2 } catch {|e| $e.msg | str length }),
        k: ($"($n)" | into duration | into int), l: (try { $" ($n)sec 5min -1ns " | into duration | into int } catch {|e| $e.details.code | str length }), m: (try { $"($n) sec" | into duration | into int } catch {|e| $e.details.code | str length }), o: ($"($n)" | into duration --unit ms | into int), p: (try { $"($n)µs\n1hr" | into duration | into int } catch { 0 }),
        q: (try { $"($n)kb" | into filesize | into int } catch {|e| $e.details.code | str length }), r: (try { $" ($n),0 KiB" | into filesize | into int } catch { 0 }), s: (try { $"($n)x" | into filesize | into int } catch {|e| $e.details.code | str length }), t: (try { $"+($n)" | into filesize | into int } catch { 0 }),
        u: ($n | into filesize | into string), v: $"(($n * 1000) | into filesize)/(($n * 1023456) | into filesize)", w: ([($n | into filesize) 1kb] | str join ","), x: ("1hr  30min" | into duration | into int), y: ("ff" | into int -r 16), z: ("" | into duration | into int)
    } | emit
}
