#!/usr/bin/env nu
ls # behind a command
# alone
[1 # in a list
 # 'quotes ( in comments
 2]
echo a#b
[#directly behind a bracket
 1]
{a: 1,#behind a comma
 b:#behind a colon
 2}
