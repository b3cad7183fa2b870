# declare.nu: the module of the commands in FILE, `NAME<tab>DECLARATION` a line, that Nushell lacks.
def main [file: path] {
    let known = (scope commands | where type in [built-in keyword] | get name)
    for line in (open --raw $file | lines | split column "\t" name text) {
        if $line.name not-in $known { print $line.text }
    }
}
