if $took > 5s { }
let limit = 3 * 10m
sleep 1h
let fine = 5sec
ls 5s
