package api

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
)

// Whoever leaves ends the own registration at the kiosk, and nobody else's.
func TestAResidenceIsEndedAtTheKiosk(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	o.settle(card, "2026-04-01")
	o.settle(cardOf("范例", "1990-05-01", "126"), "2026-04-01")
	token := o.place(card)
	end := EndResidenceInput{RequestID: uuid.NewString(), CardToken: token, RegistrationID: "res-124", On: dateOf("2026-11-20"), Statement: true}
	for name, c := range map[string]struct {
		change func(*EndResidenceInput)
		want   string
	}{
		"not stated":           {func(e *EndResidenceInput) { e.Statement = false }, "422 validation statement:statement.required"},
		"of somebody else":     {func(e *EndResidenceInput) { e.RegistrationID = "res-126" }, "403 residence.not_own residence_id:residence.not_own"},
		"tomorrow":             {func(e *EndResidenceInput) { e.On = dateOf("2026-11-22") }, "422 validation on:residence.end_in_future"},
		"before it began":      {func(e *EndResidenceInput) { e.On = dateOf("2026-03-31") }, "422 validation on:residence.end_before_since"},
		"with the card gone":   {func(e *EndResidenceInput) { e.CardToken = "none" }, "409 card.gone"},
		"of no registration":   {func(e *EndResidenceInput) { e.RegistrationID = "none" }, "404 residence.unknown residence_id:residence.unknown"},
		"of a registration ''": {func(e *EndResidenceInput) { e.RegistrationID = "" }, "422 validation residence_id:residence.unknown"},
	} {
		bad := end
		bad.RequestID = uuid.NewString()
		c.change(&bad)
		if got := o.post("/api/v1/kiosk/residence-ends", bad).problem(); got != c.want {
			t.Errorf("%s = %s, want %s", name, got, c.want)
		}
	}
	first := o.post("/api/v1/kiosk/residence-ends", end).want(http.StatusCreated)
	receipt := read[ReceiptAnswer](first).Receipt
	if receipt.Kind != "residence_end" || receipt.Number != "N-124" || receipt.Address != "青松家园3号楼2单元1203室" || receipt.Holder != "吴*兰" || receipt.Waiting {
		t.Errorf("receipt = %+v", receipt)
	}
	if again := o.post("/api/v1/kiosk/residence-ends", end); string(again.raw) != string(first.raw) {
		t.Errorf("sent again = %s, want %s", again.raw, first.raw)
	}
	if h := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token})); h.Registrations[0].State != "ended" || h.Apply.Code != "permit.no_registration" {
		t.Errorf("holder = %+v", h)
	}
	if got, want := o.post("/api/v1/kiosk/residence-ends", EndResidenceInput{
		RequestID: uuid.NewString(), CardToken: o.place(cardOf("新人", "1990-05-01", "128")), RegistrationID: "res-126", On: dateOf("2026-11-20"), Statement: true,
	}).problem(), "404 residence.unknown registration_id:residence.unknown"; got != want {
		t.Errorf("by somebody whom the register does not know = %s, want %s", got, want)
	}
}
