# What user-space.nu reads.
