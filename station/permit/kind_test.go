package permit

import (
	"testing"

	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// visitor registers somebody with a permit of residents of Hong Kong, Macau and Taiwan; the area code is the one all of them have.
func (o *office) visitor(name, birth string) settler {
	o.tb.Helper()
	card := o.card(name, birth, registry.HMTPermit)
	card.IDNumber = "810000" + card.IDNumber[6:17]
	card.IDNumber += string(identity.Check(card.IDNumber))
	card.EthnicCode = ""
	now := o.now
	o.on("2026-01-10")
	r := result[registry.RegisteredResidence](o, o.must(o.clerk, registry.RegisterResidence{
		Card: card, RoomID: o.rooms[0], Since: o.today(), Statement: true, Channel: "counter",
	}))
	o.now = now
	return settler{id: r.PersonID, registration: r.ID, number: card.IDNumber}
}

// traveller registers somebody with the passport of another country and nothing else.
func (o *office) traveller(name, birth string) settler {
	o.tb.Helper()
	card := o.card(name, birth, registry.Passport)
	card.IDNumber, card.Issuer, card.Nationality, card.EthnicCode = "L898902C3", "FRA", "FRA", ""
	r := result[registry.RegisteredResidence](o, o.must(o.clerk, registry.RegisterResidence{
		Card: card, RoomID: o.rooms[0], Since: o.today(), Statement: true, Channel: "counter",
	}))
	return settler{id: r.PersonID, registration: r.ID}
}

func (s settler) hmt() ApplyForPermit {
	c := s.application()
	c.Permit, c.Channel = ForHMT, Counter
	c.Documents = proofs()
	c.Documents[0].Kind = "travel_permit"
	return c
}

func TestAPermitForSomebodyFromHongKong(t *testing.T) {
	o := openOffice(t)
	s := o.visitor("陈范例", "1990-05-01")
	id := result[Applied](o, o.must(o.clerk, s.hmt())).ID
	o.must(o.clerk, o.accept(id))
	// Twenty working days from Saturday 21 November 2026, and amber after fourteen.
	if c := o.read(id).Clock; c.DueOn.String() != "2026-12-18" || c.LimitDays != 20 || c.State != Running {
		t.Errorf("clock = %+v", c)
	}
	for day, want := range map[string]ClockState{"2026-12-09": Running, "2026-12-10": Amber, "2026-12-18": Red} {
		o.on(day)
		if c := o.read(id).Clock; c.State != want {
			t.Errorf("on %s: %s, want %s", day, c.State, want)
		}
	}
	o.on("2026-12-01")
	o.must(o.recorder, o.approve(id))
	if got := o.answer(o.clerk, o.make(id, "3399991100990001")); got != "permit_number:permit.number_not_hmt" {
		t.Errorf("a number of the other kind = %s", got)
	}
	o.must(o.clerk, o.make(id, s.number))
	o.must(o.clerk, o.handOut(id))
	permit := o.read(id).Permit.ID
	f := o.file(permit)
	if f.ValidTo.String() != "2031-12-01" || !f.Standing.Until.IsZero() || f.State != CardActive {
		t.Errorf("permit = %+v", f.Permit)
	}
	endorse := EndorsePermit{PermitID: permit, Statement: true, Channel: Counter}
	if got := o.answer(o.clerk, endorse); got != "permit_id:permit.endorse_not_needed" {
		t.Errorf("endorsing = %s", got)
	}
	o.view(func(q store.Query) error {
		for day, want := range map[string]CardState{"2031-12-01": CardActive, "2031-12-02": CardExpired} {
			if p, _, err := On(q, permit, o.day(day)); err != nil || p.State != want {
				t.Errorf("on %s: %s, %v; want %s", day, p.State, err, want)
			}
		}
		return nil
	})
	// After its last day it is exchanged, and the new card counts five years anew.
	if got := o.answer(o.clerk, ReportCard{PermitID: o.holds("范例", "2026-12-01").permit, Cause: Expiring, Statement: true, Channel: Counter}); got != "cause:permit.card_without_term" {
		t.Errorf("exchanging a card without a term = %s", got)
	}
	o.on("2031-12-02")
	renewed := result[ReportedCard](o, o.must(o.clerk, ReportCard{PermitID: permit, Cause: Expiring, Statement: true, OldCardReceived: true, Channel: Counter}))
	made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: renewed.ID, PermitNumber: s.number, IssuedOn: o.today()}))
	o.must(o.clerk, HandOutNewCard{ReplacementID: renewed.ID, ReceivedBy: ByHolder, IdentityChecked: true})
	if f := o.file(made.PermitID); f.ValidTo.String() != "2036-12-02" || f.State != CardActive {
		t.Errorf("renewed = %+v", f.Permit)
	}
	permit = made.PermitID
	// A lost card comes back with the same number: it is the holder's for life.
	r := result[ReportedCard](o, o.must(o.clerk, ReportCard{PermitID: permit, Cause: Lost, Statement: true, Channel: Counter}))
	o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: s.number, IssuedOn: o.today()})
}

func TestTheKindOfPermitFollowsThePerson(t *testing.T) {
	o := openOffice(t)
	hmt, resident, foreign := o.visitor("陈范例", "1990-05-01"), o.settle("范例", "1992-05-04", "2026-01-10"), o.settleIn("DUPONT", "1980-03-08", "2026-01-10", registry.ForeignCard2017)
	traveller := o.traveller("MARTIN", "1980-03-09")
	child := o.visitor("陈小例", "2015-05-01")
	guarded := child.hmt()
	guarded.AppliedBy, guarded.Proxy = Guardian, &Proxy{Name: "陈大例", IDNumber: hmt.number, Relation: "父亲", Reason: ReasonMinor}
	kiosk := hmt.hmt()
	kiosk.Channel = Kiosk
	withCard := hmt.hmt()
	withCard.Documents[0].Kind = "resident_id_card"
	ofResident := resident.application()
	ofResident.Documents[0].Kind = "travel_permit"
	unknown := hmt.hmt()
	unknown.Permit = "tourist"
	for _, c := range []struct {
		name string
		form ApplyForPermit
		want string
	}{ // in this order: an application that is taken in forbids the next
		{"a resident for the other kind", resident.hmt(), "person_id:permit.not_for_this_card"},
		{"a foreigner", foreign.hmt(), "person_id:permit.not_for_this_card"},
		{"a foreigner with a passport", traveller.hmt(), "person_id:permit.not_for_this_card"},
		{"with the other kind's document", withCard, "documents.identity:permit.document_not_needed"},
		{"a resident with a travel permit", ofResident, "documents.identity:permit.document_not_needed"},
		{"for the mainland's permit", hmt.application(), "person_id:permit.not_for_this_card"},
		{"at the kiosk", kiosk, "permit:permit.hmt_at_window"},
		{"a kind of our own", unknown, "permit:permit.kind_unknown documents.identity:permit.document_not_needed"},
		{"a child alone", child.hmt(), "applied_by:permit.proxy_required_under_16"},
		{"a child with its guardian", guarded, "applied"},
		{"somebody from Hong Kong, grown up", hmt.hmt(), "applied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := o.answer(o.clerk, c.form); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}
