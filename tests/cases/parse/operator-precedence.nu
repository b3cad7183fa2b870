let x: any = 1
1 + 2 * 3 - 4
1 < 2 and $x bit-and 1 == $x or true xor false
1 bit-shl 2 + 1
1 bit-or 2 bit-xor 3 bit-and 4
"a" ++ "b" == "ab"
