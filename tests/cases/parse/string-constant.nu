1 | emit true
1 | emit 'true'
1 | count --by false
{null: 1}
'a' | str contains null
