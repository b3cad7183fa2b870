def main [--pid: int] {
    ebpf attach 'begin' {|| $pid | emit }
}
