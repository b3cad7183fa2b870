sleep 1h
