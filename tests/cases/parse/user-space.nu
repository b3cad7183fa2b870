alias ll = ls -l
source env.nu
overlay use tools
export-env { $env.X = 5 }
extern git [--all(-a), ...rest: string]
@category probes
def a [] { }
ls | where size > 1kb | sort-by size -r | each { get name } | save --force out.txt
hide foo
# What b does.
@category probes
def b [] { }
0..($n - 1) | each { }
