def main [--pid: integer = 0] {
    ebpf attach 'begin' {|| $pid | emit }
}
