package api

import (
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// card shows an endorsement or a report beside the permit as it stands now.
func (d *dossier) card(q store.Query, a *API, c ledger.Command) error {
	var id string
	switch c := c.(type) {
	case permit.EndorsePermit:
		id = c.PermitID
		d.mine.add("condition", string(c.Condition))
	case permit.ReportCard:
		id = c.PermitID
		d.mine.add("cause", string(c.Cause))
	}
	p, found, err := permit.On(q, id, a.today())
	if err != nil || !found {
		return err
	}
	d.theirs.label("number", permit.MaskNumber(p.Number))
	d.theirs.add("permit_state", string(p.State))
	d.theirs.add("endorse_until", p.Standing.Until.String())
	return nil
}
