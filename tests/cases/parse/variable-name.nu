let my-var = 5
let x = $
