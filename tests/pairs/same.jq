# same.jq: what both sides of a pair printed, made alike and compared. $nu and $c are their lines; $pid is
# the process that ran the trigger; $step is that of linear buckets, 0 where they are powers of two.

# The number of a bucket from its lower bound (docs/abi.md).
def slot: if . == null then 0 elif $step > 0 then . / $step + 1 elif . == 0 then 1 else (log2 | round) + 2 end;

def from_nubpf: if .buckets then .slots = [.buckets[] | [(.low | slot), .count]] | del(.buckets) else . end;

# A key that holds the bucket's number beside one other number is that number's histogram.
def from_c:
	map(if (.key | type) == "object" and .key.slot then
		.slot = .key.slot | .key = (.key | del(.slot) | to_entries[0].value)
	else . end)
	| map(select(.slot == null)) +
		([.[] | select(.slot != null)] | group_by([.map, .key])
		| map((.[0] | {map, key} | del(.[] | nulls)) + {slots: (map([.slot, .count]) | sort)}));

def sides(f): [([$nu[] | from_nubpf] | f), ($c | from_c | f)];

def total: map(.[1]) | add // 0;

# What would have to move, and how many buckets far, to make one of the other: for each count.
def distance($a; $b):
	(($a + $b) | map(.[0]) | max) as $last
	| reduce range(0; $last + 1) as $i ({sum: 0, open: 0};
		.open += ([$a[], ($b[] | [.[0], -.[1]]) | select(.[0] == $i) | .[1]] | add // 0)
		| .sum += (.open | fabs))
	| .sum / ($a | total);

def same(f): sides(f) | if .[0] == .[1] and ([.[0][]?] != [] or (.[0] | type) != "array") and .[0] != null
	then empty else "nubpf \(.[0])\nC     \(.[1])" end;

# Histograms of times: each side takes its own, so a few stand one bucket further.
def near(f): sides(f) | . as [$a, $b]
	| if $a != null and $b != null and ($a | total) >= $least and ($b | total) >= $least
		and (($a | total) - ($b | total) | fabs) <= ($b | total) / 20 and distance($a; $b) <= 0.5
	then empty else "nubpf \($a)\nC     \($b)" end;

# Sums over the whole machine: it is never quite still.
def about(f): sides(f) | . as [$a, $b]
	| if $a != null and $b != null and $a >= $least and ($a - $b | fabs) <= $b / 100
	then empty else "nubpf \($a)\nC     \($b)" end;
