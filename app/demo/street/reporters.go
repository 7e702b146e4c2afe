package street

import (
	"context"
	"fmt"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/rental"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// ReporterPIN is the PIN of every reporting point of the sample, as public as the passwords of the demo.
const ReporterPIN = "480215"

// Reporter is a party of the sample that reports at the landlord's page, with a phone for a login.
type Reporter struct {
	Name, Phone string
	Kind        rental.ReporterKind

	premises rental.PremisesKind
	title    string
	// kept is how many days ago its register was last reported as kept; 0 for never, and for dwellings.
	kept int
}

// Reporters of the sample: a landlord with three dwellings, a hotel that reports every day, one that has forgotten, a site and an employer.
func Reporters() []Reporter {
	return []Reporter{
		{Name: "沈国安", Phone: "19900020001", Kind: rental.Landlord, premises: rental.Dwelling},
		{Name: "示例旅馆", Phone: "19900020002", Kind: rental.Operator, premises: rental.Lodging, title: "示例旅馆", kept: 1},
		{Name: "样板客栈", Phone: "19900020003", Kind: rental.Operator, premises: rental.Lodging, title: "样板客栈", kept: 4},
		{Name: "范本建设工地", Phone: "19900020004", Kind: rental.Site, premises: rental.Worksite, title: "范本建设工地"},
		{Name: "范本制衣厂", Phone: "19900020005", Kind: rental.Employer, premises: rental.Workplace, title: "范本制衣厂宿舍"},
	}
}

// daysBound is for how many days the sample's parties have had their accounts.
const daysBound = 20

// reporters gives the parties their accounts, binds what they report for, and has the landlord report three who moved in.
func (l *loader) reporters(ctx context.Context, clerk ledger.Actor, s Street, homes [][]Resident) error {
	compounds := placesOf(s, "compound")
	for i, r := range Reporters() {
		p := party{l: l, n: i, clerk: clerk}
		if err := p.join(ctx, r); err != nil {
			return err
		}
		if r.premises != rental.Dwelling {
			if err := p.bind(ctx, r, compounds[i]); err != nil {
				return err
			}
			continue
		}
		for home := range 3 {
			if err := p.bind(ctx, r, homes[home][0].RoomID); err != nil {
				return err
			}
			if err := p.movedIn(ctx, home); err != nil {
				return err
			}
		}
	}
	return nil
}

// placesOf are the ids of the places of a kind.
func placesOf(s Street, kind string) []string {
	var ids []string
	for _, p := range s.Places {
		if p.Kind == kind {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// party is a reporting point of the sample while its story is told.
type party struct {
	l            *loader
	n            int
	clerk        ledger.Actor
	id, premises string
}

func (p *party) step(name string) string { return fmt.Sprintf("reporter/%d/%s", p.n, name) }

func (p *party) on(daysAgo int) {
	p.l.clock.Set(p.l.asOf.AddDays(-daysAgo).Start().Add(11*time.Hour + time.Duration(p.n)*time.Minute))
}

func (p *party) join(ctx context.Context, r Reporter) error {
	hash, err := staff.HashPassword(ReporterPIN, staff.KioskCost())
	if err != nil {
		return err
	}
	p.on(daysBound)
	_, err = p.l.as(ctx, p.clerk, p.step("join"), rental.CreateReporter{Who: r.Kind, Name: r.Name, Phone: r.Phone, PINHash: hash})
	if err != nil {
		return err
	}
	return p.l.to.View(ctx, func(q store.Query) error { // a hash is another one each time, so that a loading that goes on gets no answer again
		stored, _, err := rental.ReporterByLogin(q, r.Phone)
		p.id = stored.ID
		return err
	})
}

// bind says what the party reports for, and reports its register as kept up to the day when that was last done.
func (p *party) bind(ctx context.Context, r Reporter, place string) error {
	p.on(daysBound)
	outcome, err := p.l.as(ctx, p.clerk, p.step("bind/"+place), rental.BindPremises{ReporterID: p.id, What: r.premises, Title: r.title, AreaID: place})
	if err != nil {
		return err
	}
	bound, err := ledger.Result[rental.StoredPremises](outcome)
	if err != nil {
		return err
	}
	p.premises = bound.ID
	for ago := 6; r.kept > 0 && ago >= r.kept; ago-- {
		p.on(ago - 1)
		keep := rental.KeepRegister{PremisesID: p.premises, Day: p.l.asOf.AddDays(-ago), Guests: 20 + ago}
		if err := p.says(ctx, fmt.Sprint("kept/", ago), keep); err != nil {
			return err
		}
	}
	return nil
}

// movedIn reports a tenant for the n-th dwelling: each a little earlier, so that the first is in time and the last too late.
func (p *party) movedIn(ctx context.Context, n int) error {
	p.on(1)
	born := p.l.asOf.AddYears(-24 - n)
	return p.says(ctx, fmt.Sprint("moved/", n), rental.ReportTenant{
		PremisesID: p.premises, Name: []string{"苗小雨", "项新宇", "路思远"}[n], IDNumber: CitizenNumber("429999", born, 41+2*n), Since: p.l.asOf.AddDays(-2 - 6*n),
		Until: p.l.asOf.AddYears(1), Written: true, HeadCount: 1 + n,
	})
}

// says sends what the party itself reports.
func (p *party) says(ctx context.Context, name string, c ledger.Command) error {
	_, err := p.l.as(ctx, ledger.Actor{Kind: ledger.Reporter, ID: p.id}, p.step(name), c)
	return err
}
