if true {a: 1}
if true {|| 1}
if true 5
while true
print "next"
