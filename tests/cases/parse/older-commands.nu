bpf-filter-comm 'nginx'
bpf-arg 1 | bpf-read-user-str
bpf-comm | bpf-count
bpf_emit
