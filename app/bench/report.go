package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Print writes the report as a table for people; it is for developers and stays in English.
func (r Report) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "processors %d, rounds %d, log %s, fdatasync p50 %s\n\n", r.Processors, r.Rounds, r.LogStore, r.Fdatasync)
	fmt.Fprintln(t, "writers\tthrough\tcommits/s\tp50\tp99\trqlite/s\tp50\tratio")
	for _, l := range r.Loads {
		fmt.Fprintf(t, "%d\t%s\t%.0f\t%s\t%s\t", l.Writers, l.Through, l.Ours.PerSecond, l.Ours.P50, l.Ours.P99)
		if l.Rqlite != nil {
			fmt.Fprintf(t, "%.0f\t%s\t%.2f", l.Rqlite.PerSecond, l.Rqlite.P50, l.Ratio)
		}
		fmt.Fprintln(t)
	}
	for _, line := range []struct {
		what string
		is   any
	}{
		{"commit p50 at the leader over fdatasync p50", fmt.Sprintf("%.1f", r.OverSync)},
		{"visible at the follower that wrote, p50", r.Visible},
		{"local reads by key per second", fmt.Sprintf("%.0f", r.Reads)},
		{"leader killed to next acknowledged write", r.LeaderKill},
		{fmt.Sprintf("catching up %d commands after %s", missed, outage), r.CatchUp},
		{fmt.Sprintf("restart at index %d: serving reads", r.Restart.Index), r.Restart.Reading},
		{"  first acknowledged write there", r.Restart.Writing},
		{fmt.Sprintf("snapshot of %d people (%d MB)", r.Snapshot.People, r.Snapshot.Bytes>>20), r.Snapshot.Took},
		{"  p99 of eight writers before, meanwhile", fmt.Sprintf("%s, %s", r.Snapshot.Before, r.Snapshot.During)},
		{"cut off: accepting, p50 (over fdatasync)", fmt.Sprintf("%s (%.1f)", r.Journal.Accept, r.Journal.OverSync)},
		{"back again: sent on per second", fmt.Sprintf("%.0f", r.Journal.Replay)},
	} {
		fmt.Fprintf(t, "%s\t%v\n", line.what, line.is)
	}
	return t.Flush()
}
