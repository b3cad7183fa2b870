let a: any = null
$a.b.0.c?.d!."e f".'g'
$env.HOME
$in
(ls).0.name
[1 2].0
{a: 1}.a?
$.a.b
