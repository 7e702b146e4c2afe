package permit

import (
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func TestTheApplicationForm(t *testing.T) {
	o := openOffice(t)
	fan := o.settle("范例", "1992-05-04", "2026-01-10")
	other := o.settle("陈志强", "1980-05-04", "2026-01-10")
	child := o.settle("袁小满", "2014-06-01", "2026-01-10")
	father := &Proxy{Name: "袁国", IDNumber: citizen(o.day("1985-02-03"), 11), Relation: "父亲", Reason: ReasonMinor}
	without := func(g Group) []DocumentRef {
		var rest []DocumentRef
		for _, d := range proofs() {
			if d.Group != g {
				rest = append(rest, d)
			}
		}
		return rest
	}
	for name, c := range map[string]struct {
		change func(*ApplyForPermit)
		want   string
	}{
		"nothing filled in": {
			func(c *ApplyForPermit) { *c = ApplyForPermit{} },
			"person_id:required registration_id:permit.no_registration condition:permit.condition_unknown channel:permit.channel_unknown " +
				"applied_by:permit.applied_by_unknown proxy:permit.proxy_required statement:statement.required",
		},
		"another condition":    {func(c *ApplyForPermit) { c.Condition = "love" }, "condition:permit.condition_unknown"},
		"no statement":         {func(c *ApplyForPermit) { c.Statement = false }, "statement:statement.required"},
		"a wrong phone":        {func(c *ApplyForPermit) { c.Phone = "12345" }, "phone:phone.invalid"},
		"no proofs":            {func(c *ApplyForPermit) { c.Documents = nil }, "documents.identity:permit.documents_incomplete documents.photo:permit.documents_incomplete documents.dwelling:permit.documents_incomplete documents.employment:permit.documents_incomplete"},
		"no address":           {func(c *ApplyForPermit) { c.Documents = without(DwellingGroup) }, "documents.dwelling:permit.documents_incomplete"},
		"work proof for study": {func(c *ApplyForPermit) { c.Condition = Study }, "documents.employment:permit.document_not_needed documents.study:permit.documents_incomplete"},
		"a proof not listed": {
			func(c *ApplyForPermit) {
				c.Documents = append(without(EmploymentGroup), DocumentRef{EmploymentGroup, "payslip"})
			},
			"documents:permit.document_unknown documents.employment:permit.documents_incomplete",
		},
		"a proof named twice": {
			func(c *ApplyForPermit) { c.Documents = append(proofs(), DocumentRef{PhotoGroup, "portrait"}) },
			"documents.photo:permit.document_twice",
		},
		"a thousand proofs": {
			func(c *ApplyForPermit) { c.Documents = make([]DocumentRef, 1000) },
			"documents:permit.documents_too_many",
		},
		"a proxy at the kiosk":   {func(c *ApplyForPermit) { c.AppliedBy, c.Proxy = Guardian, father }, "applied_by:permit.proxy_at_window"},
		"somebody unknown":       {func(c *ApplyForPermit) { c.PersonID = "nobody" }, "permit.not_permitted"},
		"another's registration": {func(c *ApplyForPermit) { c.RegistrationID = other.registration }, "registration_id:permit.registration_not_own"},
		"in another's name":      {func(c *ApplyForPermit) { c.PersonID, c.RegistrationID = other.id, other.registration }, "permit.not_permitted"},
		"a child alone at the window": {func(c *ApplyForPermit) {
			c.PersonID, c.RegistrationID, c.Channel = child.id, child.registration, Counter
		}, "permit.not_permitted"},
	} {
		t.Run(name, func(t *testing.T) {
			form := fan.application()
			c.change(&form)
			got := o.answer(fan.actor, form)
			if name == "a thousand proofs" { // every empty proof is unknown as well
				got, _, _ = strings.Cut(got, " ")
			}
			if got != c.want {
				t.Errorf("answer =\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestIntakeAtTheWindow(t *testing.T) {
	o := openOffice(t)
	child := o.settle("袁小满", "2014-06-01", "2026-01-10")
	form := child.application()
	form.Channel = Counter
	father := Proxy{Name: " 买买提•艾力 ", IDNumber: citizen(o.day("1985-02-03"), 11), Relation: " 父亲 ", Reason: ReasonMinor}
	if got := o.answer(child.actor, child.application()); got != "applied_by:permit.proxy_required_under_16" {
		t.Errorf("a child at the kiosk = %s", got)
	}
	if got := o.answer(o.clerk, form); got != "applied_by:permit.proxy_required_under_16" {
		t.Errorf("a child alone at the window = %s", got)
	}
	form.AppliedBy, form.Proxy, form.Phone = Guardian, &father, "１３８ 0000 6621"
	if got := o.answer(o.recorder, form); got != "permit.not_permitted" {
		t.Errorf("intake by a recorder = %s, want permit.not_permitted", got)
	}
	id := result[Applied](o, o.must(o.clerk, form)).ID
	a := o.read(id)
	if a.Proxy == nil || a.Proxy.Name != "买买提·艾力" || a.Proxy.Relation != "父亲" || a.AppliedBy != Guardian {
		t.Errorf("proxy = %+v", a.Proxy)
	}
	if a.Phone != "+8613800006621" || a.Person.Phone == a.Phone {
		t.Errorf("phone of the case = %s, of the register = %s", a.Phone, a.Person.Phone)
	}
	if s := a.Steps[0]; s.ActorName != "周敏" || s.Action != ActionSubmit {
		t.Errorf("first step = %+v", s)
	}
	o.must(o.clerk, o.accept(id))
	o.must(o.recorder, o.approve(id))
	o.must(o.clerk, o.make(id, "3399991100000082"))
	handOut := o.handOut(id)
	handOut.ReceivedBy = ByProxyHand
	o.must(o.clerk, handOut)
	if p := o.read(id).Permit; p == nil || p.ReceivedBy != ByProxyHand {
		t.Errorf("permit = %+v", p)
	}
}

func TestSomebodyUnknownAtTheWindow(t *testing.T) {
	o := openOffice(t)
	form := settler{id: "nobody", registration: "none"}.application()
	form.Channel = Counter
	if got := o.answer(o.clerk, form); got != "person_id:permit.person_unknown" {
		t.Errorf("answer = %s, want permit.person_unknown", got)
	}
}

// eligible is what a screen learns before anybody fills in a form.
func (o *office) eligible(person string) (e Eligibility) {
	o.tb.Helper()
	o.view(func(q store.Query) (err error) {
		e, err = EligibilityOf(q, person, o.today())
		return err
	})
	return e
}

func TestEligibilityIsWhatAnApplicationMeets(t *testing.T) {
	o := openOffice(t)
	moved := o.settle("林晓东", "1990-01-01", "2026-01-10")
	o.must(o.clerk, registry.EndResidence{ResidenceID: moved.registration, On: o.day("2026-06-01"), Reason: registry.MovedAway})
	open := o.settle("高敏", "1990-01-02", "2026-01-10")
	o.apply(open)
	child := o.settle("袁小满", "2014-06-01", "2026-01-10")
	for name, c := range map[string]struct {
		who    settler
		code   string
		param  string
		kiosk  string
		window bool
	}{
		"half a year today":      {who: o.settle("范例", "1992-05-04", "2026-05-21")},
		"half a year tomorrow":   {who: o.settle("王海涛", "1992-05-05", "2026-05-22"), code: "permit.half_year_not_reached", param: "2026-11-22"},
		"moved away":             {who: moved, code: "permit.no_registration"},
		"an open application":    {who: open, code: "permit.already_open", param: o.number(open)},
		"a foreigner's card":     {who: o.settleIn("DUPONT CLAIRE", "1990-03-01", "2026-01-10", registry.ForeignCard2017), code: "permit.not_for_this_card"},
		"a child":                {who: child, kiosk: "permit.under_16_at_window", window: true},
		"nobody in the register": {who: settler{id: "nobody", actor: ledger.Actor{Kind: ledger.Resident, ID: "nobody"}}, code: "permit.no_registration"},
	} {
		t.Run(name, func(t *testing.T) {
			e := o.eligible(c.who.id)
			if e.Allowed != (c.code == "") || e.Code != c.code || e.NeedsProxy != c.window {
				t.Errorf("eligibility = %+v, want code %q", e, c.code)
			}
			for _, value := range e.Params {
				if value != c.param {
					t.Errorf("params = %v, want %s", e.Params, c.param)
				}
			}
			if want := c.code + c.kiosk; e.AtKiosk().Code != want || e.AtKiosk().Allowed != (want == "") {
				t.Errorf("at the kiosk = %+v, want code %q", e.AtKiosk(), want)
			}
			if c.code == "" || c.who.registration == "" {
				return
			}
			got := o.do(c.who.actor, c.who.application()).Refusal
			if got == nil || got.Code() != c.code {
				t.Errorf("the application meets %v, the screen says %s", got, c.code)
			}
		})
	}
}

func (o *office) number(s settler) (number string) {
	o.tb.Helper()
	o.view(func(q store.Query) error {
		rows, err := ApplicationsOf(q, s.id, o.today())
		if err == nil && len(rows) > 0 {
			number = rows[0].Number
		}
		return err
	})
	return number
}

func TestAMoveWithinTheStreetKeepsTheHalfYear(t *testing.T) {
	o := openOffice(t)
	s := o.settle("何建军", "1985-07-07", "2026-03-01")
	o.on("2026-10-20")
	var number string
	o.view(func(q store.Query) error {
		p, _, err := registry.PersonByID(q, s.id)
		number = p.IDNumber
		return err
	})
	card := o.card("何建军", "1985-07-07", registry.ResidentCard)
	card.IDNumber = number
	second := result[registry.RegisteredResidence](o, o.must(o.clerk, registry.RegisterResidence{
		Card: card, RoomID: o.rooms[1], Since: o.day("2026-10-19"), MovedFrom: s.registration, Statement: true, Channel: "counter",
	}))
	e := o.eligible(s.id)
	if !e.Allowed || e.RegistrationID != second.ID || e.Since.String() != "2026-03-01" || e.EligibleOn.String() != "2026-09-01" {
		t.Errorf("eligibility = %+v, want allowed since 2026-03-01 with %s", e, second.ID)
	}
	if got := o.answer(s.actor, s.application()); got != "registration_id:permit.no_registration" {
		t.Errorf("with the registration left = %s", got)
	}
	form := s.application()
	form.RegistrationID = second.ID
	if got := o.answer(s.actor, form); got != "applied" {
		t.Errorf("with the new registration = %s", got)
	}
}
