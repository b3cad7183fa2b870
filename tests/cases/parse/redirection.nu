ls o> out.txt
ls err>> log.txt | first
ls o+e>| first
