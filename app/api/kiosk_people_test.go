package api

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
)

// What the one-time notice asks for is told at the kiosk, all of it.
func TestTheNoticeIsToldAtTheKiosk(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	token, receipt := o.applied(card)
	items := []NoticeItem{{Group: "dwelling", Kind: "tenancy_contract", Note: "合同没有房东签名"}, {Group: "photo", Kind: "portrait", Note: "请带近期照片"}}
	o.logIn("clerk")
	o.post("/api/v1/permit-applications/"+receipt.RecordID+"/request-completion", CompletionInput{RequestID: uuid.NewString(), Items: items}).want(http.StatusOK)
	list := read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token))
	if w := list.Items[0].Wanted; w == nil || fmt.Sprint(*w) != "{[{dwelling tenancy_contract 合同没有房东签名} {photo portrait 请带近期照片}] 2026-12-07}" {
		t.Errorf("wanted = %+v", list.Items[0])
	}
	if list.Items[1].Wanted != nil {
		t.Errorf("a registration wants %+v", list.Items[1].Wanted)
	}
}

// Who may register alone at the kiosk: from 14 on, with any card that the reader reads, expired or not.
func TestWhoRegistersAloneAtTheKiosk(t *testing.T) {
	foreign := idcard.Card{
		Kind: idcard.KindForeign2017, Name: "SAMPLE ANNA", SexCode: "2", Birth: "1985-03-02", IDNumber: "FRA110085030201", ValidFrom: "2022-01-01", ValidTo: "2032-01-01",
		Nationality: "FRA",
	}
	expired := cardOf("范例", "1990-05-01", "126")
	expired.ValidTo = "2026-11-20"
	for name, c := range map[string]struct {
		card idcard.Card
		want string
	}{
		"the day before the 14th birthday": {cardOf("小禾", "2012-11-22", "124"), "403 residence.under_14"},
		"on the 14th birthday":             {cardOf("小禾", "2012-11-21", "124"), "201"},
		"with a card that expired":         {expired, "201"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			token := o.place(c.card)
			h := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
			got := o.post("/api/v1/kiosk/residences", o.register(token, "room-1204", "2026-11-20"))
			if c.want == "201" {
				got.want(http.StatusCreated)
			} else if got.problem() != c.want {
				t.Errorf("answer = %s, want %s", got.problem(), c.want)
			}
			if h.Register.Allowed != (c.want == "201") {
				t.Errorf("said beforehand = %+v", h.Register)
			}
		})
	}
	o := openOffice(t)
	token := o.place(foreign)
	if h := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token})); h.Apply.Code != "permit.not_for_this_card" || h.Card.Kind != "foreign_2017" {
		t.Errorf("a foreigner: %+v", h.Apply)
	}
}

// Too early, the kiosk says from which day; nothing is taken in.
func TestAnEndorsementADayEarlyNamesItsDay(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	o.issue(card, "3399991100000001")
	token := o.place(card)
	p := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token})).Permits[0]
	if p.Endorsable || p.EndorseCode != "permit.endorse_too_early" || p.EndorseParams["from"] != p.EndorseFrom.String() {
		t.Errorf("permit = %+v", p)
	}
	if got, want := o.post("/api/v1/kiosk/endorsements", KioskEndorseInput{
		RequestID: uuid.NewString(), CardToken: token, PermitID: p.ID, Condition: "dwelling", Statement: true,
	}).problem(), "409 permit.endorse_too_early"; got != want {
		t.Errorf("asked all the same = %s, want %s", got, want)
	}
}
