[1ns 2us 2µs 3ms 4sec 5min 6hr 7day 1wk 1.5sec -1sec 1_000ms 1.0000005sec]
