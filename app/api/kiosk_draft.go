package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"jiezhan/app/carddesk"
	"jiezhan/devices/idcard"
	"jiezhan/station/journal"
)

const (
	// keepVisit is how long the unfinished form of a visit that a power cut ended waits for its card.
	keepVisit = 24 * time.Hour
	// visitDraft is the kind of such a form among the station's drafts.
	visitDraft = "kiosk"
)

// VisitDraft is a form of the kiosk that its card's holder has not submitted. Pictures and the signature are never in it.
type VisitDraft struct {
	Service string `json:"service" enum:"residence,permit,leave,endorse,report"`
	Body    string `json:"body" maxLength:"4000" doc:"JSON that only the page understands"`
	SavedAt string `json:"saved_at,omitempty" format:"date-time"`
}

// VisitDraftInput keeps the form as it is after an answer, or forgets it where it was submitted.
type VisitDraftInput struct {
	CardToken string      `json:"card_token" maxLength:"64"`
	Draft     *VisitDraft `json:"draft,omitempty" doc:"Left out: nothing is to be kept any more"`
}

// visiting is whose form is on this station's screen. Its draft goes with the visit; only what a power cut ended is found by the card again.
type visiting struct {
	mu   sync.Mutex
	card string
}

// become says whose visit it is now and answers whose it was, where that is somebody else.
func (v *visiting) become(card string) (before string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.card != card {
		before = v.card
	}
	v.card = card
	return before
}

func (a *API) kioskDraftRoutes() {
	perform(a, route{method: http.MethodPost, path: "/api/v1/kiosk/draft", id: "kiosk-draft", need: kiosk}, a.keepVisitDraft)
}

// draftOwner names a card among the drafts without its number.
func draftOwner(c idcard.Card) string {
	sum := sha256.Sum256([]byte(string(c.Kind) + "/" + c.IDNumber))
	return "card:" + hex.EncodeToString(sum[:])
}

// keepVisitDraft answers once the form is on the disk, or off it.
func (a *API) keepVisitDraft(_ context.Context, in *bodyOf[VisitDraftInput]) error {
	p, err := a.placement(in.Body.CardToken)
	if err != nil {
		return err
	}
	owner, draft := draftOwner(p.Card), in.Body.Draft
	if err := a.visitOf(owner); err != nil || draft == nil {
		return errors.Join(err, a.dropVisitDraft(owner))
	}
	return a.Station.Drafts().Save(journal.Draft{
		ID: owner, Account: owner, Kind: visitDraft, Body: draft.Service + "\n" + draft.Body, SavedAt: a.Station.Now().UTC(),
	})
}

// visitOf makes the visit that of a card. What the one before left unfinished is forgotten, as its holder was told.
func (a *API) visitOf(owner string) error {
	if before := a.visiting.become(owner); before != "" {
		return a.dropVisitDraft(before)
	}
	return nil
}

func (a *API) dropVisitDraft(owner string) error { return a.Station.Drafts().Drop(owner, owner) }

// unfinished is the form that the holder of the card has not submitted, or nil.
func (a *API) unfinished(ctx context.Context, p carddesk.Placement) (*VisitDraft, error) {
	owner, now := draftOwner(p.Card), a.Station.Now()
	if err := a.visitOf(owner); err != nil {
		return nil, err
	}
	d, found, err := a.Station.Drafts().ByID(ctx, owner, owner, now)
	if err != nil || !found {
		return nil, err
	}
	if now.Sub(d.SavedAt) > keepVisit {
		return nil, a.dropVisitDraft(owner)
	}
	return readVisitDraft(d), nil
}

// readVisitDraft takes the service's name off the front.
func readVisitDraft(d journal.Draft) *VisitDraft {
	service, body, _ := strings.Cut(d.Body, "\n")
	return &VisitDraft{Service: service, Body: body, SavedAt: timeText(d.SavedAt)}
}

// endVisit forgets the form of a visit that was ended in good order.
func (a *API) endVisit(token string) error {
	p, found := a.Desk.Find(token)
	if !found {
		return nil
	}
	a.visiting.become("")
	return a.dropVisitDraft(draftOwner(p.Card))
}
