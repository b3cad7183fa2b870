def main [--pid: int = 'x'] {
    ebpf attach 'begin' {|| $pid | emit }
}
