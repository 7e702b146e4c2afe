package api

import (
	"context"
	"net/http"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// EndResidenceInput ends one of the holder's own registrations: the person has left, or leaves today.
type EndResidenceInput struct {
	RequestID      string        `json:"request_id" maxLength:"64"`
	CardToken      string        `json:"card_token" maxLength:"64"`
	RegistrationID string        `json:"registration_id" maxLength:"64"`
	On             calendar.Date `json:"on" format:"date" doc:"Last day at the address"`
	Statement      bool          `json:"statement" doc:"The person states that this is true"`
}

func (a *API) kioskEndRoutes() {
	answer(a, route{method: http.MethodPost, path: "/api/v1/kiosk/residence-ends", id: "kiosk-end-residence", need: kiosk, status: http.StatusCreated}, a.endAtKiosk)
}

// endAtKiosk ends a registration for the holder of the card. Only moving away is said here; every other reason is for the window.
func (a *API) endAtKiosk(ctx context.Context, in *bodyOf[EndResidenceInput]) (ReceiptAnswer, error) {
	b := in.Body
	p, err := a.placement(b.CardToken)
	if err != nil {
		return ReceiptAnswer{}, err
	}
	if !b.Statement {
		return ReceiptAnswer{}, refusal(ledger.Refuse(ledger.Invalid, "statement", "statement.required"))
	}
	who, known, err := a.resident(ctx, p, b.RequestID)
	if err != nil {
		return ReceiptAnswer{}, err
	}
	if !known { // an actor without a name would be anybody
		return ReceiptAnswer{}, refusal(ledger.Refuse(ledger.NotFound, "registration_id", "residence.unknown"))
	}
	done, err := execute[registry.EndedResidence](ctx, a, who, b.RequestID, registry.EndResidence{
		ResidenceID: b.RegistrationID, On: b.On, Reason: registry.MovedAway,
	})
	if err != nil {
		return ReceiptAnswer{}, err
	}
	receipt, err := view(ctx, a, func(q store.Query) (Receipt, error) {
		ended, _, err := registry.ResidenceByID(q, done.ID)
		return Receipt{
			RecordID: done.ID, Number: ended.Number, Kind: "residence_end", At: timeText(a.Station.Now()), Address: ended.Address,
			Holder: identity.MaskName(p.Card.DisplayName()), Warnings: []string{}, Next: []string{"receipt.next.ended", "receipt.next.register_again"},
			Waiting: a.Station.IsWaiting(done.ID),
		}, err
	})
	return ReceiptAnswer{Receipt: receipt}, err
}
