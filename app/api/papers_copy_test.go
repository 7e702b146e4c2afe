package api

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"

	"jiezhan/paper/forms"
)

// The copy of the own data is in full, for the card on the reader and, asked for, at the window; each print is on record.
func TestTheCopyOfTheOwnData(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	o.issue(card, "B3399990000017")
	token := o.place(card)
	const own = "/api/v1/kiosk/papers/own-data?card_token="
	today := o.api.today()
	want := forms.Copy{
		Issuer: o.api.issuer(), MadeAt: o.clock.Now(), Name: "吴玉兰", SexCode: card.SexCode, Birth: dateOf("1990-05-01"), Nationality: "CHN", Phone: "13800006620",
		HukouAddress: card.Address,
		Documents:    []forms.CopyDocument{{Kind: "resident", Number: card.IDNumber, Name: "吴玉兰", ValidFrom: dateOf(card.ValidFrom), ValidTo: dateOf(card.ValidTo)}},
		Permits:      []forms.CopyCard{{Number: "B3399990000017", IssuedOn: today, State: "active"}},
	}
	held := read[OwnCopy](o.get("/api/v1/kiosk/own-data/copy?card_token=" + token))
	full := o.api.copyForm(held)
	if len(full.Registrations) != 1 || len(full.Applications) != 1 || full.Applications[0].State != "delivered" || full.Applications[0].Since != today {
		t.Errorf("copy = %+v", full)
	}
	want.Registrations, want.Applications, want.Looks = full.Registrations, full.Applications, full.Looks
	want.Looks = append([]forms.CopyLook{{On: today, Station: "青松社区服务站", Role: "resident", What: "kiosk", Purpose: "self"}}, want.Looks...)
	o.get(own + token).is(want)
	if picture := o.get(own + token + "&format=png").want(http.StatusOK); !bytes.HasPrefix(picture.raw, []byte("\x89PNG")) {
		t.Errorf("picture = %.20q", picture.raw)
	}
	o.get(own + o.place(cardOf("范小例", "1990-03-07", "771"))).want(http.StatusNotFound)
	o.get(own + "none").want(http.StatusConflict)

	token = o.place(card)
	for _, kind := range []string{"copy", "restriction"} {
		read[DataRequestMade](o.post("/api/v1/kiosk/data-requests", OwnRequestInput{uuid.NewString(), token, kind, ""}).want(http.StatusCreated))
	}
	for _, r := range read[DataRequestList](o.get("/api/v1/data-requests")).Items {
		status := http.StatusOK
		if r.Request.Kind != "copy" {
			status = http.StatusNotFound
		}
		o.get("/api/v1/data-requests/" + r.Request.ID + "/papers/copy").want(status)
	}
	o.logIn("auditor")
	printed := func(l Look) bool { return l.What == "printed" && l.Field == "copy" && l.Purpose == "data_request" }
	if looks := read[LookList](o.get("/api/v1/people/person-124/looks")).Items; !slices.ContainsFunc(looks, printed) {
		t.Errorf("looks = %+v", looks)
	}
}
