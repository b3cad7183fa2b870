[12ab 5xms -1.2.3kb]
[1..b 1kb..2kb]
[0x1g 0x 0b12 0o9 0x1234567890abcdef01]
match 3 { 12ab => 1 }
[0b 12AMS -b 5$b -0x1g 2020x]
