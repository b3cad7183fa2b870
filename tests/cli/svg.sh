# -f svg: a picture whose names are escaped, and what its script does.
object ticks
run "$load" -f svg ticks.bpf.o
status 2
err '-f svg: the object has no stacks'
needs_root
cat >stacks.nu <<'END'
use nubpf *
ebpf attach --name tick 'interval:20ms' {|ctx|
    { who: "beat<&>\"'", stack: $ctx.kstack } | emit rows
    { who: "]]><script>alert(1)</script>\u{1b}", stack: $ctx.kstack } | emit rows
    { who: "other", stack: $ctx.kstack } | emit rows
}
END
"$nubpfc" -o stacks.bpf.o stacks.nu || cli_wrong "cannot compile"
run "$load" -f svg -d 300ms stacks.bpf.o
status 0
out '^<svg xmlns="http://www.w3.org/2000/svg" '
out '<title>all \([0-9]+, 100.00 %\)</title>'
out '<title>beat&lt;&amp;&gt;&quot;&#39; \([0-9]+, 33.33 %\)</title>'
out 'data-name="\]\]&gt;&lt;script&gt;alert\(1\)&lt;/script&gt;\\x1b"'
no_out '<script>alert'
(($(grep -c '\]\]>' out) == 1)) || cli_wrong "the script ends where a name says"
if ! command -v node >/dev/null; then
	echo "no node, which runs the picture's script" >"$scratch/skip"
	exit
fi
cp out picture.svg
run node "$here/flame.test.js" picture.svg
status 0
