use nubpf *
use lib.nu [a b]
use lib/mod.nu
export use std/log
module m {
    export def a [] { }
    export const b = 1
}
