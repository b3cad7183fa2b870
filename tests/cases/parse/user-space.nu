alias ll = ls -l
source module-user.nu
overlay use module-user.nu
export-env { $env.X = 5 }
extern git [--all(-a), ...rest: string]
@category probes
def a [] { }
ls | where size > 1kb | sort-by size -r | each { get name } | save --force out.txt
hide foo
# What b does.
@category probes
def b [] { }
let n = 3
0..($n - 1) | each { }
