let took: any = 1sec
if $took > 5s { }
let limit = [3 10m]
let fine = 5sec
ls 5s
