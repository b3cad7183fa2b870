[[name, age]; [bash 1] [curl, 2]]
