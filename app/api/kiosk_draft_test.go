package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
)

// kept has a form kept under a card's token.
func (o *hall) kept(token, service, body string) {
	o.tb.Helper()
	o.post("/api/v1/kiosk/draft", VisitDraftInput{CardToken: token, Draft: &VisitDraft{Service: service, Body: body}}).want(http.StatusNoContent)
}

// found is the unfinished form that the kiosk offers to the holder of a card laid down.
func (o *hall) found(card idcard.Card) string {
	o.tb.Helper()
	if h := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{o.place(card)})); h.Draft != nil {
		return h.Draft.Service + " " + h.Draft.Body
	}
	return "nothing"
}

// An unfinished form is its card's, on this disk alone, and goes with the visit unless a power cut ended that.
func TestAnUnfinishedFormOfTheKiosk(t *testing.T) {
	wu, fan := cardOf("吴玉兰", "1990-05-01", "124"), cardOf("范例", "1990-05-01", "126")
	const body = `{"since":"2026-11-20"}`
	dark := func(o *hall) { // the program starts anew: what it knew of the visit is gone, what was on the disk is not
		o.api.visiting.become("")
		o.desk.Wipe("")
	}
	for name, c := range map[string]struct {
		happens func(o *hall, token string)
		card    idcard.Card
		want    string
	}{
		"the power goes":                   {func(o *hall, _ string) { dark(o) }, wu, "residence " + body},
		"somebody else comes after that":   {func(o *hall, _ string) { dark(o) }, fan, "nothing"},
		"the card lies there for too long": {func(o *hall, _ string) { o.clock.forward(11 * time.Minute) }, wu, "residence " + body},
		"the holder ends the visit":        {func(o *hall, token string) { o.wipe(token) }, wu, "nothing"},
		"the form is submitted": {func(o *hall, token string) {
			o.post("/api/v1/kiosk/draft", VisitDraftInput{CardToken: token}).want(204)
		}, wu, "nothing"},
		"another card is laid down, then this":   {func(o *hall, _ string) { o.found(fan) }, wu, "nothing"},
		"nobody comes for a day":                 {func(o *hall, _ string) { dark(o); o.clock.forward(keepVisit + time.Second) }, wu, "nothing"},
		"another answer is given, then the dark": {func(o *hall, token string) { o.kept(token, "permit", "{}"); dark(o) }, wu, "permit {}"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			token := o.place(wu)
			o.kept(token, "residence", body)
			c.happens(o, token)
			if got := o.found(c.card); got != c.want {
				t.Errorf("found %s, want %s", got, c.want)
			}
		})
	}
}

func (o *hall) wipe(token string) {
	o.tb.Helper()
	o.post("/api/v1/kiosk/wipe", WipeInput{token}).want(http.StatusNoContent)
}

func TestAFormIsKeptForACardOnTheReaderOnly(t *testing.T) {
	o := openOffice(t)
	draft := &VisitDraft{Service: "residence", Body: "{}"}
	if got, want := o.post("/api/v1/kiosk/draft", VisitDraftInput{CardToken: "none", Draft: draft}).problem(), "409 card.gone"; got != want {
		t.Errorf("without a card = %s, want %s", got, want)
	}
	token := o.place(cardOf("吴玉兰", "1990-05-01", "124"))
	if got := o.post("/api/v1/kiosk/draft", VisitDraftInput{CardToken: token, Draft: &VisitDraft{Service: "own", Body: "{}"}}).status; got != 422 {
		t.Errorf("of a service without a form = %d, want 422", got)
	}
	// Clerks see the drafts of their own account only, and no card is an account.
	o.kept(token, "residence", "{}")
	o.logIn("clerk")
	if l := read[DraftList](o.get("/api/v1/drafts")); len(l.Items) != 0 {
		t.Errorf("drafts of a clerk = %+v", l.Items)
	}
}

// Submitted in the moment of the power cut, the form that is found again is answered with the receipt of the first time.
func TestAFormSubmittedInThePowerCutIsNotTakenInTwice(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	o.settle(card, "2026-04-01")
	form := RegisterInput{RequestID: uuid.NewString(), CardToken: o.place(card), RoomID: "room-1204", Since: dateOf("2026-11-20"), Statement: true}
	first := read[ReceiptAnswer](o.post("/api/v1/kiosk/residences", form).want(http.StatusCreated)).Receipt
	o.desk.Wipe("")
	form.CardToken = o.place(card)
	again := read[ReceiptAnswer](o.post("/api/v1/kiosk/residences", form).want(http.StatusCreated)).Receipt
	if again.Number != first.Number || again.RecordID != first.RecordID {
		t.Errorf("again = %+v, want %+v", again, first)
	}
}
