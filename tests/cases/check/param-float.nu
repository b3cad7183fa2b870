def main [--rate: float = 1.5] {
    ebpf attach 'begin' {|| 1 | emit }
}
