ls

| first
