$v | hist --by
