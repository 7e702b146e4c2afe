package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// What was mistyped from a card is put right at the window: the file shows both versions, masked, and the search finds the right number only.
func TestAMistypedCardIsCorrectedAtTheWindow(t *testing.T) {
	o := openOffice(t)
	id := o.issue(cardOf("吴玉兰", "1990-05-01", "124"), "B3399990000017")
	path := "/api/v1/permits/" + id
	correct := CorrectPermitInput{RequestID: uuid.NewString(), PermitNumber: "B3399990000071", Reason: "照卡面更正。"}
	fixed := read[PermitFile](o.post(path+"/correct", correct))
	if len(fixed.Corrections) != 1 {
		t.Fatalf("corrections = %+v", fixed.Corrections)
	}
	c, last := fixed.Corrections[0], fixed.History[len(fixed.History)-1]
	if c.NumberBefore != "**********0017" || c.NumberAfter != "**********0071" || !c.NewNumber || !c.IssuedBefore.Equal(c.IssuedAfter) || c.Reason != "照卡面更正。" || c.ActorName == "" {
		t.Errorf("correction = %+v", c)
	}
	if last.Action != "correct" || last.At != c.At || fixed.Permit.NumberMasked != "**********0071" || !strings.Contains(strings.Join(fixed.Allowed, " "), "correct") {
		t.Errorf("step = %+v, permit %+v, allowed %v", last, fixed.Permit, fixed.Allowed)
	}
	correct.RequestID = uuid.NewString()
	if got, want := o.post(path+"/correct", correct).problem(), "409 permit.correct_nothing"; got != want {
		t.Errorf("again = %s, want %s", got, want)
	}
	correct.RequestID, correct.IssuedOn = uuid.NewString(), calendarDay(o).AddDays(1)
	if got, want := o.post(path+"/correct", correct).problem(), "422 validation issued_on:permit.issued_in_future"; got != want {
		t.Errorf("tomorrow = %s, want %s", got, want)
	}
	o.logIn("recorder")
	if got, want := o.post(path+"/correct", correct).problem(), "403 forbidden"; got != want {
		t.Errorf("by a recorder = %s, want %s", got, want)
	}
}

// The record of a foreigner says that there is no permit to apply for; that of somebody from elsewhere, from which day there is.
func TestARecordSaysWhetherAPermitCanBeAppliedFor(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	foreign := typedOf("DUPONT ANNE", "1980-03-08", "772")
	foreign.Kind, foreign.IDNumber, foreign.NumberAgain, foreign.Issuer, foreign.Nationality, foreign.EthnicCode, foreign.Address = "passport", "L898902C3", "L898902C3", "FRA", "FRA", "", ""
	abroad := read[CounterRegistered](o.post("/api/v1/residences", newcomer(foreign)).want(http.StatusCreated))
	if got := o.openedFile(abroad.PersonID).Apply; got.Allowed || got.Code != "permit.not_for_this_card" {
		t.Errorf("a foreigner = %+v", got)
	}
	form := newcomer(typedOf("范小例", "1990-03-07", "771"))
	form.RoomID = "room-1204"
	here := read[CounterRegistered](o.post("/api/v1/residences", form).want(http.StatusCreated))
	if got := o.openedFile(here.PersonID).Apply; got.Allowed || got.Code != "permit.half_year_not_reached" || got.Params["eligible_on"] == "" {
		t.Errorf("just registered = %+v", got)
	}
}

// A restricted record takes no step at the window.
func TestAPermitOfARestrictedRecordAtTheWindow(t *testing.T) {
	o := openOffice(t)
	id := o.issue(cardOf("吴玉兰", "1990-05-01", "124"), "B3399990000017")
	asked, err := ledger.Result[registry.MadeDataRequest](o.do(registry.MakeDataRequest{PersonID: "person-124", Request: "restriction", Channel: "counter"}))
	if err != nil {
		t.Fatal(err)
	}
	o.do(registry.AnswerDataRequest{ID: asked.ID, Granted: true, Answer: "已限制使用"})
	report := ReportCardInput{RequestID: uuid.NewString(), Cause: "lost", Statement: true}
	if got, want := o.post("/api/v1/permits/"+id+"/report", report).problem(), "403 person.restricted"; got != want {
		t.Errorf("a report = %s, want %s", got, want)
	}
	correct := CorrectPermitInput{RequestID: uuid.NewString(), IssuedOn: calendar.NewDate(2026, 11, 20), Reason: "x"}
	if got, want := o.post("/api/v1/permits/"+id+"/correct", correct).problem(), "403 person.restricted"; got != want {
		t.Errorf("a correction = %s, want %s", got, want)
	}
}
