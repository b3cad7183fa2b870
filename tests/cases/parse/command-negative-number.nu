print -3
sleep -3sec
print (-3)
ls -3
