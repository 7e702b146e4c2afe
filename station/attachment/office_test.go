package attachment

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is one station with real tables and a clock that the test sets.
type office struct {
	*ledgertest.Books
	tb  testing.TB
	now time.Time

	clerk, recorder, second ledger.Actor

	samples map[Kind]Picture
}

var system = ledger.Actor{Kind: ledger.System} // a constant

// openOffice starts on 21 November 2026 at nine in the morning.
func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb: tb, samples: map[Kind]Picture{}}
	o.Books = ledgertest.Open(tb, o.tick, area.Slice(), registry.Slice(), permit.Slice(), staff.Slice(), Slice())
	o.on("2026-11-21")
	o.must(system, area.AddNodes{Nodes: []area.NewNode{
		{ID: "street", Kind: area.StreetOffice, Name: "和平街道", Number: "339999001"},
		{ID: "community", Kind: area.Community, Parent: "street", Name: "青松社区", Number: "339999001001"},
		{ID: "compound", Kind: area.Compound, Parent: "community", Name: "青松家园", Number: "1"},
		{ID: "building", Kind: area.Building, Parent: "compound", Number: "3"},
		{ID: "unit", Kind: area.Unit, Parent: "building", Number: "2"},
		{ID: "room", Kind: area.Room, Parent: "unit", Number: "1203"},
	}})
	o.clerk = o.hire("zhoumin", staff.Clerk)
	o.recorder = o.hire("lixiang", staff.Recorder)
	o.second = o.hire("zhaoliang", staff.Recorder)
	return o
}

// on sets the clock to nine in the morning of a day in Shanghai.
func (o *office) on(day string) { o.now = o.day(day).Start().Add(9 * time.Hour) }

func (o *office) day(s string) calendar.Date {
	o.tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		o.tb.Fatalf("%q: %v", s, err)
	}
	return d
}

// tick lets a second pass.
func (o *office) tick() time.Time {
	o.now = o.now.Add(time.Second)
	return o.now
}

func (o *office) seal(actor ledger.Actor, c ledger.Command) ledger.Envelope {
	o.tb.Helper()
	return o.Seal(c, o.Stamp(actor))
}

func (o *office) decide(e ledger.Envelope) ledger.Outcome { o.tb.Helper(); return o.Decide(e) }

func (o *office) must(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	return o.Must(actor, c)
}

// answer is "applied", or every problem as field:code.
func (o *office) answer(actor ledger.Actor, c ledger.Command) string {
	o.tb.Helper()
	return ledgertest.Answer(o.Do(actor, c), "applied")
}

func result[T any](o *office, outcome ledger.Outcome) T {
	o.tb.Helper()
	return ledgertest.Result[T](o.Books, outcome)
}

func (o *office) hire(login string, role staff.Role) ledger.Actor {
	o.tb.Helper()
	hash, err := staff.HashPassword("Qingsong-2026", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		o.tb.Fatal(err)
	}
	made := result[staff.AccountResult](o, o.must(system, staff.CreateAccount{Login: login, Name: login, Role: role, Station: "s1", PasswordHash: hash}))
	return ledger.Actor{Kind: ledger.Staff, ID: made.ID, Role: string(role)}
}

// applicant is somebody who has applied for a permit.
type applicant struct {
	actor       ledger.Actor
	application string
}

// tenancy and contract are the two papers of every application here; the card is copied as a third.
func tenancy() permit.DocumentRef {
	return permit.DocumentRef{Group: permit.DwellingGroup, Kind: "tenancy_contract"}
}

func card() permit.DocumentRef {
	return permit.DocumentRef{Group: permit.IdentityGroup, Kind: "resident_id_card"}
}

// apply brings somebody who has lived here for half a year to the kiosk.
func (o *office) apply() applicant {
	o.tb.Helper()
	now := o.now
	o.on("2026-01-10")
	born := o.day("1992-05-04")
	number := "33999919920504" + fmt.Sprintf("%03d", o.Drawn%1000)
	number += string(identity.Check(number))
	r := result[registry.RegisteredResidence](o, o.must(o.clerk, registry.RegisterResidence{
		Card: registry.CardData{
			Kind: registry.ResidentCard, Name: "范例", SexCode: "1", EthnicCode: "01", Birth: born, Address: "范本省范本市示范县和平镇1号", IDNumber: number,
			ValidFrom: o.day("2020-01-01"), ValidTo: o.day("2040-01-01"), Verified: registry.VerifiedChip,
		}, RoomID: "room", Since: o.day("2026-01-10"), Phone: "13800006620", Statement: true, Channel: "counter",
	}))
	o.now = now
	who := ledger.Actor{Kind: ledger.Resident, ID: r.PersonID}
	applied := result[permit.Applied](o, o.must(who, permit.ApplyForPermit{
		PersonID: r.PersonID, RegistrationID: r.ID, Condition: permit.Dwelling, AppliedBy: permit.Self, Statement: true, Channel: permit.Kiosk,
		Documents: []permit.DocumentRef{card(), {Group: permit.PhotoGroup, Kind: "portrait"}, tenancy()},
	}))
	return applicant{actor: who, application: applied.ID}
}

func (o *office) read(id string) permit.Application {
	o.tb.Helper()
	var a permit.Application
	o.view(func(q store.Query) (err error) {
		a, _, err = permit.ApplicationByID(q, id, calendar.On(o.now))
		return err
	})
	return a
}

func (o *office) view(read func(store.Query) error) { o.tb.Helper(); o.View(read) }

func (o *office) pictures(application string) []Attachment {
	o.tb.Helper()
	var all []Attachment
	o.view(func(q store.Query) (err error) {
		all, err = Shown(q, application)
		return err
	})
	return all
}

// accept, approve, refuse and withdraw move an application on.
func (o *office) accept(id string) {
	o.tb.Helper()
	var seen []string
	for _, d := range o.read(id).Documents {
		seen = append(seen, d.ID)
	}
	o.must(o.clerk, permit.AcceptApplication{ID: id, Seen: seen})
}

func (o *office) approve(id string) {
	o.tb.Helper()
	o.must(o.recorder, permit.RecordApproval{ID: id, DecisionRef: "范公居〔2026〕118号", DecidedOn: calendar.On(o.now)})
}

func (o *office) refuse(id string) {
	o.tb.Helper()
	o.must(o.recorder, permit.RecordRefusal{
		ID: id, ReasonCode: "refusal.no_condition", ReasonText: "租房合同已终止。", DecisionRef: "范公居〔2026〕119号", DecidedOn: calendar.On(o.now),
		SecondOfficer: o.second.ID,
	})
}

func (o *office) handOut(id, number string) {
	o.tb.Helper()
	o.must(o.clerk, permit.RecordPermit{ID: id, PermitNumber: number, IssuedOn: calendar.On(o.now)})
	o.must(o.clerk, permit.HandOutPermit{ID: id, ReceivedBy: permit.ByHolder, IdentityChecked: true})
}

// noise is a picture that does not compress, so that its bytes are found again; the same seed gives the same picture.
func noise(w, h int, seed uint64) image.Image {
	draw := rand.New(rand.NewPCG(seed, 7))
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(draw.UintN(256)) //nolint:gosec // below 256
	}
	return m
}

// lines is a picture with text-like edges, which compresses as a page does.
func lines(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 250, G: 248, B: 240, A: 255}
			if y%24 < 9 && (x*7+y/24*13)%17 < 9 {
				c = color.RGBA{R: 30, G: 30, B: 40, A: 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(tb testing.TB, m image.Image, quality int) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// take makes a picture that the test relies on.
func take(tb testing.TB, kind Kind, raw []byte) Picture {
	tb.Helper()
	p, code := Take(kind, raw)
	if code != "" {
		tb.Fatalf("%s of %d bytes: %s", kind, len(raw), code)
	}
	return p
}

// sample is a picture of a kind, made once for an office.
func (o *office) sample(kind Kind, raw func() []byte) Picture {
	o.tb.Helper()
	if _, made := o.samples[kind]; !made {
		o.samples[kind] = take(o.tb, kind, raw())
	}
	return o.samples[kind]
}

// paper, portrait and signature are valid commands.
func (o *office) paper(a applicant, of permit.DocumentRef) Add {
	p := o.sample(Paper, func() []byte { return asJPEG(o.tb, lines(400, 300), 40) })
	return Add{ApplicationID: a.application, Shows: Paper, Document: of, Content: p.Content, Thumbnail: p.Thumbnail}
}

func (o *office) portrait(a applicant) Add {
	p := o.sample(Portrait, func() []byte { return asJPEG(o.tb, lines(480, 640), 40) })
	return Add{ApplicationID: a.application, Shows: Portrait, Content: p.Content, Thumbnail: p.Thumbnail}
}

func (o *office) signature(a applicant) Add {
	p := o.sample(Signature, func() []byte { return asPNG(o.tb, image.NewNRGBA(image.Rect(0, 0, 300, 100))) })
	return Add{ApplicationID: a.application, Shows: Signature, Content: p.Content, Thumbnail: p.Thumbnail}
}
