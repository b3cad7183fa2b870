use nubpf *
use module-lib.nu [a b]
use module-lib.nu
export use module-lib.nu
module m {
    export def a [] { }
    export const b = 1
}
