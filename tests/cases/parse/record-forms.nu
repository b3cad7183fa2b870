let r: record = {}
let k = "k"
{a: 1, "b c": 2, 5: x}
{
    a: 1
    b: {c: [1 2]}
}
{...$r, ($k): 1, $k: 2, $"x(1)": 3}
