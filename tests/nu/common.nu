# common.nu: the top of the file on both sides, before the closures: names of the file for them.
const k_int = 42
const k_bool = true
const k_null = null
const k_text = 'ab'
const k_time = 5sec
const k_size = 3kib
const k_list = [3 1 2 1]
const k_rec = {a: 7, b: 3ns, c: false}

def at_both [a: int, b: int = 3, --twice] {
    let r = $a bit-xor $b
    if $twice { $r + $r } else { $r }
}

def at_input [] { $in bit-and $k_int }
