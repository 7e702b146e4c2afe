package api

import (
	"bytes"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/paper/forms"
	"jiezhan/paper/pdf"
	"jiezhan/paper/words"
	"jiezhan/station"
)

// taken is an application for a permit on the ground of a dwelling, taken at the window from the person settled in res-124.
func (o *hall) taken(person string) Application {
	o.tb.Helper()
	o.logIn("clerk")
	return read[Application](o.post("/api/v1/permit-applications", IntakeInput{
		RequestID: uuid.NewString(), PersonID: person, RegistrationID: "res-124", Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}).want(http.StatusCreated))
}

func (o *hall) accept(a Application) {
	o.tb.Helper()
	papers := list(a.Documents, func(d DocumentRow) string { return d.ID })
	o.post("/api/v1/permit-applications/"+a.ID+"/accept", AcceptInput{uuid.NewString(), papers}).want(http.StatusOK)
}

// is fails unless the answer is the file of this form.
func (a answered) is(f form) {
	a.tb.Helper()
	document, err := f.Document(words.Chinese)
	if err != nil {
		a.tb.Fatal(err)
	}
	want, err := pdf.Write(document)
	if err != nil {
		a.tb.Fatal(err)
	}
	if a.want(http.StatusOK); !bytes.Equal(a.raw, want) {
		a.tb.Errorf("the paper is not that of %+v", f)
	}
}

// Each paper is there once there is reason for it, says what the register says, and leaves its trace.
func TestPapersOfAnApplication(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴𬭎兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	application := o.taken(person)
	path := "/api/v1/permit-applications/" + application.ID + "/papers/"
	for _, kind := range []string{"notice", "refusal", "slip"} {
		if got, want := o.get(path+kind).problem(), "409 paper.not_yet"; got != want {
			t.Errorf("%s = %s, want %s", kind, got, want)
		}
	}
	o.post("/api/v1/permit-applications/"+application.ID+"/request-completion", CompletionInput{
		RequestID: uuid.NewString(), Items: []NoticeItem{{"dwelling", "tenancy_contract", "缺最后一页"}},
	}).want(http.StatusOK)
	issuer, masked := o.api.issuer(), "339999********"+card.IDNumber[14:]
	before := o.looksAt(person)
	o.get(path + "notice").is(forms.Notice{
		Issuer: issuer, Number: application.Number, Name: "吴𬭎兰", IDNumber: masked, GivenOn: dateOf("2026-11-21"), SupplyBy: dateOf("2026-12-07"),
		Missing: []forms.Missing{{Group: "dwelling", Kind: "tenancy_contract", Note: "缺最后一页"}},
	})
	if got, want := o.looksAt(person), "[printed by clerk for case notice]"+before; got != want {
		t.Errorf("looks = %s, want %s", got, want)
	}
	o.post("/api/v1/permit-applications/"+application.ID+"/supply", SupplyInput{uuid.NewString(), []GroupKind{{"dwelling", "tenancy_contract"}}}).want(http.StatusOK)
	o.accept(application)
	accepted := o.get(path + "receipt")
	accepted.is(forms.Receipt{
		Issuer: issuer, Number: application.Number, Name: "吴𬭎兰", IDNumber: masked, Address: "青松家园3号楼2单元1203室", Condition: "dwelling", AppliedBy: "self",
		SubmittedAt: instantOf(application.SubmittedAt), AcceptedOn: dateOf("2026-11-21"), DueOn: dateOf("2026-12-06"), LimitDays: 15,
		Materials: list(read[Application](o.get("/api/v1/permit-applications/"+application.ID)).Documents, func(d DocumentRow) forms.Material {
			return forms.Material{Group: d.Group, Kind: d.Kind, State: "seen"}
		}),
	})
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Disposition": `inline; filename="receipt.pdf"`, "Cache-Control": "no-store",
	} {
		if got := accepted.header.Get(name); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
	o.logIn("recorder")
	o.post("/api/v1/permit-applications/"+application.ID+"/approve", ApproveInput{uuid.NewString(), "2026-17", dateOf("2026-11-21")}).want(http.StatusOK)
	o.logIn("clerk")
	o.post("/api/v1/permit-applications/"+application.ID+"/make", MakeInput{uuid.NewString(), "B3399990000017", dateOf("2026-11-21")}).want(http.StatusOK)
	o.get(path + "slip").is(forms.Slip{
		Issuer: issuer, PermitNumber: "B3399990000017", Application: application.Number, Name: "吴𬭎兰", IDNumber: masked, IssuedOn: dateOf("2026-11-21"),
		EndorseFrom: dateOf("2027-10-21"), EndorseUntil: dateOf("2027-11-21"),
	})
}

func TestPaperOfARefusal(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	application := o.taken(o.settle(card, "2026-04-01"))
	o.accept(application)
	o.logIn("recorder")
	o.post("/api/v1/permit-applications/"+application.ID+"/refuse", RefuseInput{
		RequestID: uuid.NewString(), ReasonCode: "refusal.other", ReasonText: "理由", DecisionRef: "2026-18", DecidedOn: dateOf("2026-11-21"),
		SecondOfficer: LoginInput{"second", password},
	}).want(http.StatusOK)
	o.get("/api/v1/permit-applications/" + application.ID + "/papers/refusal").is(forms.Refusal{
		Issuer: o.api.issuer(), Number: application.Number, Name: "吴玉兰", IDNumber: "339999********" + card.IDNumber[14:], Reason: "other", Text: "理由",
		Ref: "2026-18", DecidedOn: dateOf("2026-11-21"),
	})
}

// The preview is a picture of the same paper, at the window in full and for nobody without a case.
func TestPreviewAndOtherPapers(t *testing.T) {
	o := openOffice(t)
	person := o.settle(cardOf("吴玉兰", "1990-05-01", "124"), "2026-04-01")
	o.logIn("clerk")
	for path, sides := range map[string][2]int{
		"/api/v1/registrations/res-124/papers/receipt?format=png":         {874, 1240},
		"/api/v1/registrations/res-124/papers/receipt?format=png&lang=en": {874, 1240},
		"/api/v1/papers/handout?format=png":                               {1240, 1754},
	} {
		a := o.get(path).want(http.StatusOK)
		picture, err := png.DecodeConfig(bytes.NewReader(a.raw))
		if err != nil || picture.Width != sides[0] || picture.Height != sides[1] || a.header.Get("Content-Type") != "image/png" {
			t.Errorf("%s = %v %s %d x %d", path, err, a.header.Get("Content-Type"), picture.Width, picture.Height)
		}
	}
	if got, want := o.looksAt(person), strings.Repeat("[printed by clerk for case registration]", 2); got != want {
		t.Errorf("looks = %s, want %s", got, want)
	}
	for path, want := range map[string]string{
		"/api/v1/registrations/nothing/papers/receipt":                "404 not_found",
		"/api/v1/permit-applications/nothing/papers/receipt":          "404 not_found",
		"/api/v1/permit-applications/nothing/papers/secret":           "422 validation kind:not_listed",
		"/api/v1/registrations/res-124/papers/receipt?format=docx":    "422 validation format:not_listed",
		"/api/v1/registrations/res-124/papers/receipt?lang=tlh&x=yes": "",
	} {
		if got := o.get(path).problem(); want != "" && got != want || !strings.HasPrefix(got, "4") {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
	o.log.set(station.ErrNoLeader, false)
	if got, want := o.get("/api/v1/registrations/res-124/papers/receipt").problem(), "503 look.not_recorded"; got != want {
		t.Errorf("unrecorded = %s, want %s", got, want)
	}
}

// At the kiosk people see their own receipts and no others'.
func TestOwnReceiptAtTheKiosk(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	application := o.taken(person)
	token := o.place(card)
	registration := read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token)).Items[1].Number
	before := o.looksAt(person)
	for _, number := range []string{application.Number, registration} {
		a := o.get("/api/v1/kiosk/papers/receipt?card_token=" + token + "&number=" + number).want(http.StatusOK)
		if _, err := png.DecodeConfig(bytes.NewReader(a.raw)); err != nil {
			t.Errorf("%s is no picture: %v", number, err)
		}
	}
	if got, want := o.looksAt(person), strings.Repeat("[kiosk by resident for self]", 2)+before; got != want {
		t.Errorf("looks = %s, want %s", got, want)
	}
	stranger := o.place(cardOf("范例", "1990-05-01", "123"))
	if got, want := o.get("/api/v1/kiosk/papers/receipt?card_token="+stranger+"&number="+application.Number).problem(), "404 not_found"; got != want {
		t.Errorf("a stranger = %s, want %s", got, want)
	}
}
