return
return (1 + 2)
return {a: 1}
return 1 + 2
