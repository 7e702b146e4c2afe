package statistics

import (
	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// Count counts a month as of its end, or of today where it is not over: by the days that rows carry, so that it does not matter when it is counted. The
// communities are those of that day. It goes through every room of the office, so it is for reading what the office has decided
// (Station.ViewCommitted), never for Apply: Freeze takes the counts along.
func Count(q store.Query, month Month, today calendar.Date) (Rows, error) {
	c, err := begin(q, month, today)
	if err != nil {
		return nil, err
	}
	if err := c.flows(); err != nil {
		return nil, err
	}
	if err := c.stocks(); err != nil {
		return nil, err
	}
	return c.rows(), nil
}

// countFlows is Count without stocks, for the months that only a sum over the year needs: it reads what happened in the month and no room.
func countFlows(q store.Query, month Month, today calendar.Date) (Rows, error) {
	c, err := begin(q, month, today)
	if err != nil {
		return nil, err
	}
	if err := c.flows(); err != nil {
		return nil, err
	}
	return c.rows(), nil
}

// counting is a month while it is counted.
type counting struct {
	q           store.Query
	month       Month
	today, end  calendar.Date
	heads       map[int64]string // communities by the head of a path
	communities []string         // in order
	counts      map[string]Counts
}

func begin(q store.Query, month Month, today calendar.Date) (*counting, error) {
	c := &counting{q: q, month: month, today: today, end: month.Last(), counts: map[string]Counts{}}
	if today.Before(c.end) {
		c.end = today
	}
	var err error
	if c.heads, err = area.HeadsOn(q, c.end); err != nil {
		return nil, err
	}
	all, err := area.Communities(q)
	if err != nil {
		return nil, err
	}
	for _, community := range all {
		c.communities = append(c.communities, community.ID)
		if !community.From.After(c.end) && (community.Open() || community.ClosedOn.After(c.end)) {
			c.counts[community.ID] = Counts{}
		}
	}
	return c, nil
}

// add counts what lies below a head.
func (c *counting) add(head int64, f Figure, n int) {
	community, known := c.heads[head]
	if !known || n == 0 {
		return
	}
	if c.counts[community] == nil { // it ended, and something was still counted in it
		c.counts[community] = Counts{}
	}
	c.counts[community][f] += n
}

// rows are the communities by their code; every figure is there, also where nothing was counted.
func (c *counting) rows() Rows {
	var rows Rows
	for _, community := range c.communities {
		counts, there := c.counts[community]
		if !there {
			continue
		}
		for _, f := range Figures() {
			counts[f] += 0
		}
		rows = append(rows, Row{community, counts})
	}
	return rows
}

func (c *counting) flows() error {
	moves, err := registry.FlowsBetween(c.q, c.month.First(), c.end)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if c.heads[m.From] != c.heads[m.To] {
			c.add(m.To, In, m.Count)
			c.add(m.From, Out, m.Count)
		}
	}
	work, err := permit.WorkBetween(c.q, c.month.First(), c.month.Last(), c.today)
	if err != nil {
		return err
	}
	for head, w := range work {
		for f, n := range map[Figure]int{
			Accepted: w.Accepted, Issued: w.Issued, OnTime: w.OnTime, Days: w.Days, Due: w.Due, Done: w.Done, Late: w.Late, Suspended: w.Suspended,
			Damaged: w.Replaced[permit.Damaged], Lost: w.Replaced[permit.Lost], Changed: w.Replaced[permit.Changed] + w.Replaced[permit.Expiring],
		} {
			c.add(head, f, n)
		}
		for reason, n := range w.Refused {
			c.add(head, RefusedFor(reason), n)
		}
	}
	return nil
}

func (c *counting) stocks() error {
	files, err := rental.FilesOn(c.q, c.end)
	if err != nil {
		return err
	}
	for head, n := range files {
		c.add(head, Rentals, n)
	}
	for head := range c.heads {
		if err := c.stocksOf(head); err != nil {
			return err
		}
	}
	return nil
}

func (c *counting) stocksOf(head int64) error {
	registered, err := registry.RegisteredOn(c.q, head, c.end)
	if err != nil {
		return err
	}
	c.add(head, Newcomers, registered)
	verified, err := area.VerifiedBuildings(c.q, head, c.end)
	if err != nil {
		return err
	}
	c.add(head, VerifiedBuildings, len(verified))
	known := map[string]bool{}
	for _, path := range verified {
		known[path] = true
	}
	housed, err := registry.HousedOn(c.q, head, c.end)
	if err != nil {
		return err
	}
	for _, h := range housed {
		c.add(head, Households, h.Households)
		c.add(head, Permanent, h.Permanent)
		if known[h.Building] {
			c.add(head, VerifiedHouseholds, h.Households)
		}
	}
	return nil
}
