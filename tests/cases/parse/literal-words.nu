[null true false nothing True]
