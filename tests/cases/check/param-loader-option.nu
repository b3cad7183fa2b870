def main [--count: int = 5, --pid: int = 0] {
    ebpf attach 'begin' {|| {n: $count, pid: $pid} | emit }
}
