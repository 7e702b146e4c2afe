package street

import (
	"context"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
)

// lost reports the card lost; the new one is not there yet.
func lost(ctx context.Context, c *card) error {
	_, err := c.report(ctx, 4, permit.ReportCard{Cause: permit.Lost})
	return err
}

// changed asks for a card with the new address, which is not there yet.
func changed(ctx context.Context, c *card) error {
	_, err := c.report(ctx, 2, permit.ReportCard{Cause: permit.Changed, OldCardReceived: true})
	return err
}

// damaged hands the card in; the new one is there and waits for its holder.
func damaged(ctx context.Context, c *card) error {
	_, err := c.exchange(ctx, 14)
	return err
}

// exchanged has the new card in the holder's hands.
func exchanged(ctx context.Context, c *card) error {
	const daysAgo = 90
	replacement, err := c.exchange(ctx, daysAgo)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, c.l.asOf.AddDays(7-daysAgo), "hand_out", permit.HandOutNewCard{
		ReplacementID: replacement, ReceivedBy: permit.ByHolder, IdentityChecked: true, CostReceipt: "0081200",
	})
	return err
}

// exchange reports a damaged card so many days ago and has the new one arrive five days later.
func (c *card) exchange(ctx context.Context, daysAgo int) (replacement string, err error) {
	replacement, err = c.report(ctx, daysAgo, permit.ReportCard{Cause: permit.Damaged, OldCardReceived: true})
	if err != nil {
		return "", err
	}
	arrived := c.l.asOf.AddDays(5 - daysAgo)
	_, err = c.do(ctx, arrived, "new_card", permit.RecordNewCard{ReplacementID: replacement, PermitNumber: permitNumber(700 + c.n), IssuedOn: arrived})
	return replacement, err
}

func (c *card) report(ctx context.Context, daysAgo int, r permit.ReportCard) (replacement string, err error) {
	r.PermitID, r.Statement, r.Channel = c.permit, true, permit.Counter
	outcome, err := c.do(ctx, c.l.asOf.AddDays(-daysAgo), "report", r)
	if err != nil {
		return "", err
	}
	reported, err := ledger.Result[permit.ReportedCard](outcome)
	return reported.ID, err
}

// left ends the holder's registration; that the permit ends with it is for the clerk to say.
func left(ctx context.Context, c *card) error {
	return c.leave(ctx, c.l.asOf.AddDays(-9), registry.MovedAway)
}

// ended has moved away, and the permit was ended.
func ended(ctx context.Context, c *card) error { return c.finish(ctx, 41, registry.MovedAway) }

// settledHere has become a resident of the city by household register.
func settledHere(ctx context.Context, c *card) error { return c.finish(ctx, 25, registry.Settled) }

// finish ends registration and permit so many days ago.
func (c *card) finish(ctx context.Context, daysAgo int, reason string) error {
	on := c.l.asOf.AddDays(-daysAgo)
	if err := c.leave(ctx, on, reason); err != nil {
		return err
	}
	_, err := c.do(ctx, on.AddDays(1), "end", permit.EndPermit{PermitID: c.permit, Reason: reason, On: on, CardReceived: true})
	return err
}

func (c *card) leave(ctx context.Context, on calendar.Date, reason string) error {
	_, err := c.do(ctx, on, "leave", registry.EndResidence{ResidenceID: c.registration, On: on, Reason: reason})
	return err
}
