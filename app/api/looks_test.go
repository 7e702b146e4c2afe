package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"jiezhan/station"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// looksAt tells the looks at a person, the latest first, as "what by role for purpose".
func (o *hall) looksAt(person string) string {
	o.tb.Helper()
	looks, err := view(o.tb.Context(), o.api, func(q store.Query) ([]registry.Look, error) { return registry.LooksAt(q, person) })
	if err != nil {
		o.tb.Fatal(err)
	}
	text := ""
	for _, l := range looks {
		by := l.Actor.Role
		if by == "" {
			by = string(l.Actor.Kind)
		}
		text += strings.TrimSpace(fmt.Sprint("[", l.What, " by ", by, " for ", l.Purpose, " ", l.Field)) + "]"
	}
	return text
}

// Every way to a person's record leaves its trace, and the auditor reads it.
func TestEveryLookIsRecorded(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	token := o.place(card)
	o.logIn("clerk")
	for _, c := range []struct {
		name string
		look func()
		want string
	}{
		{"the kiosk's question", func() { o.post("/api/v1/kiosk/confirm", ConfirmInput{token}).want(http.StatusOK) }, "[kiosk by resident for self]"},
		{"the kiosk's list", func() { o.get("/api/v1/kiosk/cases?card_token=" + token).want(http.StatusOK) }, "[kiosk by resident for self]"},
		{"opened", func() { o.get("/api/v1/people/" + person + "?purpose=counter").want(http.StatusOK) }, "[opened by clerk for counter]"},
		{"revealed", func() {
			o.post("/api/v1/people/"+person+"/reveal", RevealInput{"phone", "回电"}).want(http.StatusOK)
		}, "[revealed by clerk for reveal phone]"},
	} {
		before := o.looksAt(person)
		c.look()
		if got := o.looksAt(person); got != c.want+before {
			t.Errorf("%s: looks = %s, want %s before %s", c.name, got, c.want, before)
		}
	}
	o.get("/api/v1/people?q=wyl").want(http.StatusOK)
	o.get("/api/v1/people/" + person + "?purpose=case").want(http.StatusOK) // takes the line of the list along
	if got := o.looksAt(person); !strings.HasPrefix(got, "[listed by clerk for search][opened by clerk for case]") {
		t.Errorf("looks = %s", got)
	}
	o.logIn("auditor")
	looks := read[LookList](o.get("/api/v1/people/" + person + "/looks"))
	if len(looks.Items) != 6 || looks.Items[0].ActorName != "姓clerk" || looks.Items[0].StationName != "青松社区服务站" || looks.Items[5].ActorRole != "resident" {
		t.Errorf("looks = %+v", looks.Items)
	}
}

// What cannot be recorded is not shown.
func TestNoLookNoData(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	token := o.place(card)
	o.logIn("clerk")
	o.log.set(station.ErrNoLeader, false)
	for name, a := range map[string]answered{
		"confirm": o.post("/api/v1/kiosk/confirm", ConfirmInput{token}),
		"cases":   o.get("/api/v1/kiosk/cases?card_token=" + token),
		"person":  o.get("/api/v1/people/" + person + "?purpose=counter"),
		"reveal":  o.post("/api/v1/people/"+person+"/reveal", RevealInput{"phone", "回电"}),
	} {
		if got, want := a.problem(), "503 look.not_recorded"; got != want || strings.Contains(string(a.raw), "6620") {
			t.Errorf("%s = %s: %s", name, got, a.raw)
		}
	}
	if got := o.looksAt(person); got != "" {
		t.Errorf("looks = %s", got)
	}
	o.log.set(nil, false)
	o.get("/api/v1/people/" + person + "?purpose=counter").want(http.StatusOK)
}
