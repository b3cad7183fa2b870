# Every kind of parameter, sent as it was set.
def main [
    --number: int = 1
    --text: string = 'default'
    --time: duration = 1ms
    --size: filesize = 1kb
    --on
] {
    ebpf attach 'begin' {||
        {number: $number, text: $text, time: $time, size: $size, on: $on, long: ($text == 'a-longer-text')} | emit
        print $"($text) and ($number)"
    }
}
