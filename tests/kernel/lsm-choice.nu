use nubpf *

# Of two verdicts the verifier must know each, however the condition is computed.
def main [--name: string = 'sh'] {
    ebpf attach 'lsm:file_open' {|ctx|
        if ((($name | into binary) ++ 0x[00 04]) | bytes starts-with 0x[02]) { return 'deny' }
        'allow'
    }
}
