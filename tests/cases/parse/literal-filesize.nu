[1b 1kb 1KB 1kB 1mb 1gb 1kib 1MiB 1.5KiB -1kb 1.0005kb]
