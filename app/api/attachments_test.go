package api

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
	"jiezhan/station"
)

// picture is a plain picture of a size, as a browser's canvas makes it.
func picture(tb testing.TB, w, h int) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func signature(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 600, 200))); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// applied lays a card on the reader and applies for a permit; it answers the token and the receipt.
func (o *hall) applied(card idcard.Card) (string, Receipt) {
	o.tb.Helper()
	o.settle(card, "2026-04-01")
	token := o.place(card)
	holder := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
	return token, read[ReceiptAnswer](o.post("/api/v1/kiosk/permit-applications", ApplyInput{
		RequestID: uuid.NewString(), CardToken: token, RegistrationID: holder.Registrations[0].ID, Condition: "dwelling", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}).want(http.StatusCreated)).Receipt
}

// Pictures taken at the kiosk stand at the desk, and whoever looks at them is on record with what was seen.
func TestPicturesFromTheKioskToTheDesk(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	token, receipt := o.applied(card)
	page, sign := picture(t, 800, 600), signature(t)
	withNote := append(append(append([]byte{}, page[:2]...), 0xFF, 0xE1, 0, 8, 'E', 'x', 'i', 'f', 0, 0), page[2:]...)
	attach := PictureInput{
		RequestID: uuid.NewString(), CardToken: token, ApplicationID: receipt.RecordID, Kind: "paper",
		Document: &GroupKind{"dwelling", "tenancy_contract"}, Content: withNote,
	}
	first := o.post("/api/v1/kiosk/attachments", attach).want(http.StatusCreated)
	if again := o.post("/api/v1/kiosk/attachments", attach); string(again.raw) != string(first.raw) || !read[PictureAnswer](first).Kept {
		t.Errorf("sent again = %s, want %s", again.raw, first.raw)
	}
	for name, c := range map[string]struct {
		change func(*PictureInput)
		want   string
	}{
		"a zip":                  {func(p *PictureInput) { p.Content = []byte("PK\x03\x04") }, "422 validation content:attachment.not_a_picture"},
		"a small portrait":       {func(p *PictureInput) { p.Kind, p.Document = "portrait", nil }, "422 validation content:attachment.wrong_size"},
		"of another application": {func(p *PictureInput) { p.ApplicationID = "none" }, "404 attachment.application_unknown application_id:attachment.application_unknown"},
		"of a paper not named":   {func(p *PictureInput) { p.Document = &GroupKind{"dwelling", "title_document"} }, "404 attachment.document_unknown document:attachment.document_unknown"},
		"without a card":         {func(p *PictureInput) { p.CardToken = "none" }, "409 card.gone"},
	} {
		bad := attach
		bad.RequestID = uuid.NewString()
		c.change(&bad)
		if got := o.post("/api/v1/kiosk/attachments", bad).problem(); got != c.want {
			t.Errorf("%s = %s, want %s", name, got, c.want)
		}
	}
	o.post("/api/v1/kiosk/attachments", PictureInput{RequestID: uuid.NewString(), CardToken: token, ApplicationID: receipt.RecordID, Kind: "signature", Content: sign}).
		want(http.StatusCreated)
	o.desksSeePictures(receipt.RecordID, page, sign)
}

func (o *hall) desksSeePictures(application string, page, sign []byte) {
	o.tb.Helper()
	o.logIn("recorder")
	shown := read[AttachmentList](o.get("/api/v1/permit-applications/" + application + "/attachments"))
	if len(shown.Items) != 2 || shown.Items[0].Document != "tenancy_contract" || shown.Items[0].DocumentID == "" || len(shown.Items[0].Thumbnail) == 0 {
		o.tb.Fatalf("pictures = %+v", shown)
	}
	for i, want := range [][]byte{page, sign} {
		whole := read[AttachmentContent](o.get("/api/v1/attachments/" + shown.Items[i].ID))
		if !bytes.Equal(whole.Content, want) || whole.Mime != []string{"image/jpeg", "image/png"}[i] {
			o.tb.Errorf("picture %d = %s of %d bytes, want the %d of the picture without its note", i, whole.Mime, len(whole.Content), len(want))
		}
	}
	if got, want := o.get("/api/v1/attachments/none").problem(), "404 not_found"; got != want {
		o.tb.Errorf("no picture = %s, want %s", got, want)
	}
	if got, want := o.get("/api/v1/permit-applications/none/attachments").problem(), "404 not_found"; got != want {
		o.tb.Errorf("pictures of nothing = %s, want %s", got, want)
	}
	person := read[Application](o.get("/api/v1/permit-applications/" + application)).Holder.PersonID
	o.logIn("auditor")
	looks := read[LookList](o.get("/api/v1/people/" + person + "/looks"))
	fields := strings.Join(list(looks.Items, func(l Look) string { return l.Field }), " ")
	if want := "picture_signature picture_paper picture_thumbnails"; !strings.Contains(fields, want) {
		o.tb.Errorf("looks = %q, want %q", fields, want)
	}
}

// A page whose look cannot be recorded shows no picture.
func TestNoPictureWithoutARecordOfTheLook(t *testing.T) {
	o := openOffice(t)
	token, receipt := o.applied(cardOf("吴玉兰", "1990-05-01", "124"))
	o.post("/api/v1/kiosk/attachments", PictureInput{
		RequestID: uuid.NewString(), CardToken: token, ApplicationID: receipt.RecordID, Kind: "signature", Content: signature(t),
	}).want(http.StatusCreated)
	o.logIn("clerk")
	path := "/api/v1/permit-applications/" + receipt.RecordID + "/attachments"
	id := read[AttachmentList](o.get(path)).Items[0].ID
	o.log.set(station.ErrNoLeader, false)
	for _, p := range []string{path, "/api/v1/attachments/" + id} {
		if got, want := o.get(p).problem(), "503 look.not_recorded"; got != want {
			t.Errorf("%s = %s, want %s", p, got, want)
		}
	}
	o.log.set(nil, false)
}
