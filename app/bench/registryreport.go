package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// Target is how long the slowest of a hundred questions of a kind may take.
const Target = 20 * time.Millisecond

// Print writes the report as a table; say answers the words of a key of app/text.
func (r RegistryReport) Print(w io.Writer, say func(key string, args ...any) string) error {
	fmt.Fprintln(w, r.Machine)
	fmt.Fprintln(w, say("bench.registry.size", r.People, r.Rooms, r.FileBytes>>20, r.BuildSeconds, float64(r.People)/max(r.BuildSeconds, 1)))
	fmt.Fprintln(w, say("bench.registry.writes", r.Writes, r.WriteP99.String(), r.RSS>>20))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, say("bench.registry.head")+"\t")
	for _, a := range r.Kinds {
		mark := ""
		if a.Way != "cold" && a.P99 > Target.Microseconds() {
			mark = "!"
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\t %s\n", a.Kind, say("bench.registry."+a.Way), a.N, a.P50, a.P95, a.P99, a.Max, mark, a.Slowest)
	}
	return t.Flush()
}
