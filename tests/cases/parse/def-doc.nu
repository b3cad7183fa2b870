# not this

# First line.
#   Second line.
def a [
    x: int      # what x is
    --y: string = 'a b' # what y is
                # and more of it
] { }
