for x in 1 + 2 { }
for x { }
