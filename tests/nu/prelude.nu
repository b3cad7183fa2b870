# prelude.nu: what the words of the kernel mean while the real Nushell evaluates a closure. Sourced by
# the scripts that nushell.c writes.

# A row: what it is made of, and its value.
def --env emit [name?: string]: any -> nothing {
    let row = $in
    $env.NUBPF_ROWS ++= [[($row | describe --detailed), $row]]
}

# The code of an error, that of the innermost where commands with closures pass one on, else its message.
def code [details: record]: nothing -> string {
    mut d = $details
    while $d.code? == "nu::shell::eval_block_with_input" and ($d.inner? | is-not-empty) { $d = $d.inner.0 }
    $d.code? | default $d.msg
}

# Evaluates each closure with each input. No `each` and no `print` inside: both copy the engine's state.
def evaluate [closures: list<closure>, inputs: list<any>] {
    mut all = []
    for closure in $closures {
        mut runs = []
        for input in $inputs {
            $env.NUBPF_ROWS = []
            let error = try { do --env $closure $input | ignore; null } catch {|e| code $e.details }
            $runs ++= [{rows: $env.NUBPF_ROWS, error: $error}]
        }
        $all ++= [$runs]
    }
    $all | to json --raw | print
}
