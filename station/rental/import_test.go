package rental

import (
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// line is a good line about room 1203 with a tenant.
func (o *office) line(tenant string) ImportedRental {
	o.tb.Helper()
	r := ImportedRental{ID: "file-1203", Number: "DZ-1", RoomID: "r1203", Terms: o.terms()}
	if tenant != "" {
		r.Tenant = &ImportedTenant{ID: "tenant-" + tenant, Name: "租客一", IDNumber: number(tenant), Since: day(o.tb, "2026-10-02")}
	}
	return r
}

func TestLinesOfAList(t *testing.T) {
	for name, c := range map[string]struct {
		change func(r *ImportedRental)
		want   string
	}{
		"complete":                     {func(*ImportedRental) {}, ""},
		"a dwelling without a tenant":  {func(r *ImportedRental) { r.Tenant = nil }, ""},
		"no landlord":                  {func(r *ImportedRental) { r.Terms.Landlord = " " }, "rentals.0.landlord:rental.landlord_required"},
		"a room without a name":        {func(r *ImportedRental) { r.Terms.Rooms[1].Name = "" }, "rentals.0.rooms.1:rental.room_invalid"},
		"no room that there is":        {func(r *ImportedRental) { r.RoomID = "b3" }, "rentals.0.room_id:rental.room_unknown"},
		"a wrong number":               {func(r *ImportedRental) { r.Tenant.IDNumber = number("001")[:17] + "Y" }, "rentals.0.tenant.id_number:citizen_number.format"},
		"a tenant without a name":      {func(r *ImportedRental) { r.Tenant.Name = "" }, "rentals.0.tenant.name:rental.name_required"},
		"moves in in another century":  {func(r *ImportedRental) { r.Tenant.Since = r.Tenant.Since.AddYears(90) }, "rentals.0.tenant.since:rental.day_out_of_range"},
		"the number of another's file": {func(r *ImportedRental) { r.Number = "N-taken" }, "rentals.0.number:rental.number_taken"},
		"no number":                    {func(r *ImportedRental) { r.Number = "" }, "rentals.0.number:rental.number_invalid"},
		"a year mistyped": {
			func(r *ImportedRental) {
				r.Terms.Until, r.Terms.UndertakenTo = r.Terms.Until.AddYears(200), r.Terms.UndertakenTo.AddYears(200)
			},
			"rentals.0.until:rental.day_out_of_range rentals.0.undertaken_to:rental.day_out_of_range",
		},
		"begun before anybody's time": {func(r *ImportedRental) { r.Terms.Begins = r.Terms.Begins.AddYears(-100) }, "rentals.0.begins:rental.day_out_of_range"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			taken := ImportedRental{ID: "file-1204", Number: "N-taken", RoomID: "r1204", Terms: o.terms()}
			must[ImportedRentals](o, clerk(), ImportRentals{[]ImportedRental{taken}})
			r := o.line("001")
			c.change(&r)
			if got := o.answer(clerk(), ImportRentals{[]ImportedRental{r}}); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
	o := openOffice(t)
	if got := o.answer(by("somebody"), ImportRentals{[]ImportedRental{o.line("")}}); got != "rental.not_permitted" {
		t.Errorf("a reporting point = %s", got)
	}
	if got := o.answer(clerk(), ImportRentals{}); got != "rentals:required" {
		t.Errorf("nothing = %s", got)
	}
}

// Each line does its part, whichever comes first and however often: the file is opened once, each tenant entered once and matched to a registration of the
// same number and name.
func TestAListComesTwiceAndIsThereOnce(t *testing.T) {
	o := openOffice(t)
	o.registered("001", "r1203", "2026-10-05")
	other := o.line("003")
	other.Tenant.Name = "另一人" // the number of somebody else's registration is not matched by itself
	o.registered("003", "r1203", "2026-10-05")
	list := []ImportedRental{o.line("002"), o.line("001"), other}
	for step, part := range [][]ImportedRental{list[1:2], list, list[:1]} {
		if got := must[ImportedRentals](o, clerk(), ImportRentals{part}); got != (ImportedRentals{Added: len(part)}) {
			t.Errorf("step %d: got = %+v", step, got)
		}
	}
	tenants := read(o, func(q store.Query) ([]Tenant, error) { return TenantsOf(q, "file-1203") })
	var said []string
	for _, tenant := range tenants {
		text := tenant.ID
		if tenant.ResidenceID != "" {
			text += " registered"
		}
		said = append(said, text)
	}
	if got, want := strings.Join(said, ", "), "tenant-001 registered, tenant-002, tenant-003"; got != want {
		t.Errorf("tenants = %s, want %s", got, want)
	}
	if f := o.file("file-1203"); f.Number != "DZ-1" || f.State != Active || f.CompoundID != "qs" || f.Address == "" {
		t.Errorf("file = %+v", f)
	}
	if got := o.listed(FileQuery{Which: ActiveFiles}); got != "r1203" {
		t.Errorf("in force = %s", got)
	}
}

// A file from elsewhere stays as it is, and one that was ended after it came is not opened again.
func TestAListChangesNothingThatIsThere(t *testing.T) {
	o := openOffice(t)
	own := must[StoredFile](o, clerk(), OpenFile{RoomID: "r1203", Terms: o.terms()})
	list := ImportRentals{[]ImportedRental{o.line("001"), o.line("002")}}
	if got := must[ImportedRentals](o, clerk(), list); got != (ImportedRentals{Known: 2}) {
		t.Errorf("with a file in force = %+v", got)
	}
	must[StoredFile](o, clerk(), EndFile{ID: own.ID, BasedOn: 1, On: calendar.On(o.now), Reason: "收回"})
	must[ImportedRentals](o, clerk(), list)
	must[StoredFile](o, clerk(), EndFile{ID: "file-1203", BasedOn: o.file("file-1203").Version, On: calendar.On(o.now), Reason: "收回"})
	if got := must[ImportedRentals](o, clerk(), list); got != (ImportedRentals{Added: 2}) || o.listed(FileQuery{Which: ActiveFiles}) != "" {
		t.Errorf("after its end = %+v, in force %q", got, o.listed(FileQuery{Which: ActiveFiles}))
	}
	two := o.line("")
	two.ID, two.RoomID, two.Number = "file-1204", "r1204", "DZ-2"
	three := two
	three.ID = "file-other"
	if got := o.answer(clerk(), ImportRentals{[]ImportedRental{two, three}}); got != "rentals.1.number:rental.number_taken" {
		t.Errorf("one number twice = %s", got)
	}
	if outcome := o.Do(clerk(), ImportRentals{make([]ImportedRental, MaxImport+1)}); outcome.Refusal == nil || outcome.Refusal.Class != ledger.Invalid {
		t.Errorf("too many = %+v", outcome)
	}
}
