^ls -la "a b" (1 + 2)
^"my tool" x
