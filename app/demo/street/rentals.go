package street

import (
	"context"
	"fmt"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/rental"
)

// sampleRental is a rented dwelling: what its file says, and which of those who live there are its tenants.
type sampleRental struct {
	landlord string
	// alter makes the file one of its kind; without, it is in order.
	alter func(t *rental.Terms, today calendar.Date)
	// tenants of the family that lives there; matched says that their registrations are tied to the file.
	tenants int
	matched bool
	// later says that they were registered there before their tenancy began.
	later bool
	// stranger is a tenant who has not registered.
	stranger bool
	// over says that the file was ended.
	over bool
}

// sampleRentals are files in order, one for each thing that a check may find, and one that ended.
func sampleRentals() []sampleRental {
	return []sampleRental{
		{landlord: "沈国安", tenants: 2, matched: true},
		{landlord: "沈国安", tenants: 1, matched: true, stranger: true},
		{landlord: "吕秋芬", tenants: 1, alter: func(t *rental.Terms, today calendar.Date) { t.UndertakenTo = today.AddDays(-12) }},
		{landlord: "吕秋芬", tenants: 1, alter: func(t *rental.Terms, _ calendar.Date) { t.HeadCount = 5 }},
		{landlord: "邵立新", alter: func(t *rental.Terms, _ calendar.Date) {
			t.Written, t.ContractNumber, t.FiledOn = false, "", calendar.Date{}
		}},
		{landlord: "邵立新", alter: func(t *rental.Terms, _ calendar.Date) {
			t.Rooms[1] = rental.LetRoom{Name: "阳台", Use: rental.Balcony}
		}},
		{landlord: "高月英", tenants: 1, matched: true, alter: func(t *rental.Terms, today calendar.Date) { t.Until = today.AddDays(-20) }},
		{landlord: "高月英", alter: func(t *rental.Terms, today calendar.Date) { t.UndertakenTo = today.AddDays(9) }},
		{landlord: "吕秋芬", tenants: 1, matched: true, later: true},
		{landlord: "邵立新", over: true},
	}
}

// perRoom is the sample city's limit of people for a room.
const perRoom = 2

// terms are those of a dwelling in order: two rooms, let in writing half a year ago for two years.
func (l *loader) terms(r sampleRental) rental.Terms {
	begins := l.asOf.AddMonths(-7)
	t := rental.Terms{
		Landlord: r.landlord, LandlordPhone: "19900020001", Begins: begins, Until: begins.AddYears(2).AddDays(-1), Written: true, ContractNumber: "范租备0001",
		FiledOn: begins.AddDays(3), Rooms: []rental.LetRoom{{Name: "主卧", Use: rental.Living}, {Name: "次卧", Use: rental.Living}}, HeadCount: 2,
		UndertakenOn: begins, UndertakenTo: begins.AddYears(1).AddDays(-1), VisitedOn: l.asOf.AddDays(-33),
	}
	if r.alter != nil {
		r.alter(&t, l.asOf)
	}
	return t
}

// rentals makes the files of the rented dwellings and the parties who report.
func (l *loader) rentals(ctx context.Context, s Street) error {
	clerk, err := l.officer(ctx, "zhoumin")
	if err != nil {
		return err
	}
	defer l.clock.Release()
	rule := rental.SetRules{PeoplePerRoom: perRoom, Reference: "范本市住房租赁管理规定第十条（示例）"}
	if err := l.send(ctx, "rental/rules", rule); err != nil {
		return err
	}
	homes := l.lodgers(s.Residents)
	for i, r := range sampleRentals() {
		f := lodging{l: l, n: i, clerk: clerk, family: homes[i]}
		if err := f.open(ctx, r); err != nil {
			return err
		}
	}
	return l.reporters(ctx, clerk, s, homes[len(sampleRentals()):])
}

// lodgers are the families of newcomers who live in the street on the day and have done so for the better part of a year, in its order.
func (l *loader) lodgers(people []Resident) [][]Resident {
	at := map[string]int{}
	var homes [][]Resident
	for _, p := range people {
		if p.Cast || !p.Newcomer || !p.Ended.IsZero() || p.Birth.AgeOn(l.asOf) < 18 || l.asOf.AddMonths(-10).Before(p.RegisteredOn) {
			continue
		}
		i, known := at[p.Household]
		if !known {
			i = len(homes)
			at[p.Household] = i
			homes = append(homes, nil)
		}
		homes[i] = append(homes[i], p)
	}
	return homes
}

// lodging is a rental file of the sample while it is filled.
type lodging struct {
	l      *loader
	n      int
	clerk  ledger.Actor
	family []Resident
	id     string
}

func (f *lodging) open(ctx context.Context, r sampleRental) error {
	opened, err := take[rental.StoredFile](ctx, f, "open", rental.OpenFile{RoomID: f.family[0].RoomID, Terms: f.l.terms(r)})
	if err != nil {
		return err
	}
	f.id = opened.ID
	for i, p := range f.family[:min(r.tenants, len(f.family))] {
		since := p.Since
		if r.later {
			since = since.AddMonths(2)
		}
		tenant, err := take[rental.StoredTenant](ctx, f, fmt.Sprint("tenant/", i), rental.AddTenant{RentalID: f.id, Name: p.Name, IDNumber: p.IDNumber, Since: since})
		if err != nil {
			return err
		}
		if !r.matched {
			continue
		}
		match := rental.MatchTenant{RentalID: f.id, TenantID: tenant.ID, ResidenceID: residenceID(p)}
		if _, err := take[rental.StoredTenant](ctx, f, fmt.Sprint("match/", i), match); err != nil {
			return err
		}
	}
	if r.stranger {
		born := f.l.asOf.AddYears(-27)
		stranger := rental.AddTenant{RentalID: f.id, Name: "孔小满", IDNumber: CitizenNumber("369999", born, 31), Since: f.l.asOf.AddDays(-6)}
		if _, err := take[rental.StoredTenant](ctx, f, "stranger", stranger); err != nil {
			return err
		}
	}
	if !r.over {
		return nil
	}
	_, err = take[rental.StoredFile](ctx, f, "end", rental.EndFile{ID: f.id, BasedOn: opened.Version, On: f.l.asOf.AddDays(-30), Reason: "房东收回自住"})
	return err
}

// take has the clerk take a step with a rental file, on the morning of the day before the sample's.
func take[T any](ctx context.Context, f *lodging, step string, c ledger.Command) (T, error) {
	f.l.clock.Set(f.l.asOf.AddDays(-1).Start().Add(10*time.Hour + time.Duration(f.n)*time.Minute))
	outcome, err := f.l.as(ctx, f.clerk, fmt.Sprintf("rental/%d/%s", f.n, step), c)
	if err != nil {
		var none T
		return none, err
	}
	return ledger.Result[T](outcome)
}
