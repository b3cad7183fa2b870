# Show reads.
def main [
    --min: duration = 10ms   # rows only for reads at least this slow
    --comm: string = ''      # only this program
] {
    start-timer
}
