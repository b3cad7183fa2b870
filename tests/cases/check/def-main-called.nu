def main [] {
    ebpf attach 'begin' {|| main }
}
