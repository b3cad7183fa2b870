def main [--pids: list<int> = [1]] {
    ebpf attach 'begin' {|| 1 | emit }
}
