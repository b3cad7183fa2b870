# A body that is no block is reported once and nothing else falls over it.
def main [] {|x| }
