# agree.nu: what Nushell's parser makes of programs. Run by tests/nu/agree.
use nubpf *

# The first error of a text that does not parse.
def why-not [file: path]: nothing -> string {
    try { nu-check --debug $file; "" } catch {|e|
        $e.rendered | parse --regex 'Found : (?<why>.*)' | get why.0? | default $e.msg | str trim
    }
}

def programs [file: path]: nothing -> table {
    open --raw $file | lines | split column "\t" path name
}

# Prints each program that nu-check refuses and the reason. A program finds its modules beside it.
def "main check" [list: path] {
    for program in (programs $list) {
        cd ($program.path | path dirname)
        if not (nu-check $program.path) {
            print $"($program.name): (why-not $program.path)"
        }
    }
}

# Prints the tokens of each program that parses: its path, its name and JSON, tabs between. At the end
# and at once: every `print` copies the engine's state.
def "main shapes" [list: path] {
    mut lines = []
    for program in (programs $list) {
        cd ($program.path | path dirname)
        if (nu-check $program.path) {
            let tokens = (ast --flatten --json --minify (open --raw $program.path | decode))
            $lines ++= [$"($program.path)\t($program.name)\t($tokens)"]
        }
    }
    $lines | str join "\n" | print
}

# Prints the tree of a text.
def "main tree" [text: path] {
    ast --json --minify (open --raw $text) | get block | print
}

def main [] { }
