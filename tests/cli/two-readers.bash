# two-readers.bash NUBPF GROUP: a reader of the group that takes two seconds, into the file first, and
# meanwhile a second one, whose output, messages and exit code are those of this script.
nubpf=$1 group=$2
folder=/sys/fs/bpf/nubpf/$group
# To see whether the first one has the group is to have it for a moment: then it tries again.
for ((i = 0; i < 50; i++)); do
	"$nubpf" events "$group" --duration 2sec >first 2>first-err
	grep -q 'somebody else' first-err || break
done &
for ((i = 0; i < 200; i++)); do
	flock --nonblock "$folder" true || break
	sleep 0.05
done
"$nubpf" events "$group" --duration 1ms
code=$?
wait
exit $code
