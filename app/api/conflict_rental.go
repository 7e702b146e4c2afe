package api

import (
	"jiezhan/station/identity"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// tenantReport is a landlord's report that the office could not take, such as one that another station took before. It belongs to nobody's case: the
// landlord reports again, or it is given up.
func (d *dossier) tenantReport(q store.Query, c rental.ReportTenant) error {
	premises, _, err := rental.PremisesByID(q, c.PremisesID)
	d.mine.add("address", premises.Label)
	d.mine.masked("name", c.Name, identity.MaskName(c.Name))
	d.mine.masked("id_number", c.IDNumber, identity.MaskNumber(c.IDNumber))
	d.mine.add("since", c.Since.String())
	return err
}

// leavingReport is the same of a tenant who left.
func (d *dossier) leavingReport(q store.Query, c rental.ReportLeaving) error {
	start, _, err := rental.ReportByID(q, c.StartID)
	d.mine.add("address", start.Address)
	d.mine.masked("name", start.Name, identity.MaskName(start.Name))
	d.mine.masked("id_number", start.IDNumber, identity.MaskNumber(start.IDNumber))
	d.mine.add("ended_on", c.On.String())
	return err
}
