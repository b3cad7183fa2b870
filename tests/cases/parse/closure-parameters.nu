each {|a, b?: int = 3, ...r| $a }
each {|
    a
    b
| $b }
