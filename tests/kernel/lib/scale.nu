# Definitions that module.nu uses: some exported, some the module's own.
const factor = 3
export const LIMIT = 100

def times [n: int] { $n * $factor }

# A number, three times.
export def triple [n: int] { times $n }

# Two words, a flag with a value.
export def "add up" [n: int, --by: int = 1] { $n + $by }
