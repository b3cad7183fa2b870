1 in [1] and 1 not-in [2] and [1] has 1 and [1] not-has 2
"a" =~ "b" or "a" !~ "b" or "a" like "b" or "a" not-like "b"
"a" starts-with "b" or "a" not-starts-with "b" or "a" ends-with "b" or "a" not-ends-with "b"
7 // 2 mod 3 / 1
