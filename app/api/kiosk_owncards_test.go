package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Whoever endorsed a permit and then lost the card follows the new card at the kiosk, from the report to the hand-out.
func TestTheNewCardIsFollowedAtTheKiosk(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	id := o.issue(card, "B3399990000017")
	o.clock.forward(335 * 24 * time.Hour)
	o.logIn("clerk")
	token := o.place(card)
	endorsed := read[EndorsementReceipt](o.post("/api/v1/kiosk/endorsements", KioskEndorseInput{uuid.NewString(), token, id, "dwelling", true}))
	reported := read[ReportReceipt](o.post("/api/v1/kiosk/permit-reports", KioskReportInput{uuid.NewString(), token, id, "lost", true}))
	cases := func() []CaseRow { return read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token)).Items }

	all := cases()
	if len(all) != 4 || all[1].Kind != "permit_application" || all[2].Kind != "residence" {
		t.Fatalf("cases = %+v", all)
	}
	if r := all[0]; r.Kind != "card_exchange" || r.Number != reported.Number || r.State != "reported" || r.Cause != "lost" || r.Holder != "吴*兰" ||
		r.StationName != "青松社区服务站" || r.Clock.State != "not_started" || r.Waiting {
		t.Errorf("the report = %+v", r)
	}
	if e := all[3]; e.Kind != "endorsement" || e.Number != endorsed.Number || e.State != "endorsed" || e.SubmittedAt != timeText(calendarDay(o).Start()) {
		t.Errorf("the endorsement = %+v", e)
	}
	if p := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token})).Permits[0]; p.Replacement != "reported" || p.Reportable {
		t.Errorf("permit = %+v", p)
	}

	path := "/api/v1/permits/" + id
	o.post(path+"/new-card", NewCardInput{uuid.NewString(), all[0].ID, "B3399990000018", calendarDay(o)}).want(http.StatusOK)
	if r := cases()[0]; r.State != "made" {
		t.Errorf("made = %+v", r)
	}
	o.post(path+"/hand-out-new", HandOutNewInput{RequestID: uuid.NewString(), ReplacementID: all[0].ID, ReceivedBy: "holder", IdentityChecked: true}).want(http.StatusOK)
	if done := cases(); done[0].Kind != "permit_application" || done[2].Kind != "card_exchange" || done[2].State != "delivered" || done[3].Kind != "endorsement" {
		t.Errorf("done = %+v", done)
	}
	other := cardOf("范例", "1990-05-01", "126")
	o.settle(other, "2026-04-01")
	if got := read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + o.place(other))).Items; len(got) != 1 || got[0].Kind != "residence" {
		t.Errorf("of somebody else = %+v", got)
	}
}
