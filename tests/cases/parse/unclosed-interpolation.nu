let a = $"pid (1 + 2)
let b = 1 +
