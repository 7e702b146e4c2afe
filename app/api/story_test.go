package api

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station"
)

// A newcomer registers at the kiosk, and everything shown on the way is masked.
func TestResidenceAtTheKiosk(t *testing.T) {
	o := openOffice(t)
	token := o.place(cardOf("范𠅤例", "1990-05-01", "123"))
	state := read[CardState](o.get("/api/v1/kiosk/card"))
	if state.State != "read" || state.Card == nil || state.Card.Token != token || state.Card.Name != "范*例" || state.Card.IDNumber != "339*************"+state.Card.IDNumber[16:] {
		t.Fatalf("card = %+v %+v", state, state.Card)
	}
	holder := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
	if holder.Known || !holder.Register.Allowed || holder.Apply.Code != "permit.no_registration" {
		t.Fatalf("holder = %+v", holder)
	}
	body := RegisterInput{RequestID: uuid.NewString(), CardToken: token, RoomID: "room-1203", Since: dateOf("2026-11-01"), Phone: "１３８ ０００1 6620", Statement: true}
	first := o.post("/api/v1/kiosk/residences", body).want(http.StatusCreated)
	receipt := read[ReceiptAnswer](first).Receipt
	if receipt.Address != "青松家园3号楼2单元1203室" || receipt.EligibleOn.String() != "2027-05-21" || !strings.HasPrefix(receipt.Number, "339999001001-261121-1001-") {
		t.Errorf("receipt = %+v", receipt)
	}
	if again := o.post("/api/v1/kiosk/residences", body).want(http.StatusCreated); string(again.raw) != string(first.raw) {
		t.Errorf("sent again = %s, want %s", again.raw, first.raw)
	}
	body.RequestID = uuid.NewString()
	if got, want := o.post("/api/v1/kiosk/residences", body).problem(), "409 residence.already_registered room_id:residence.already_registered"; got != want {
		t.Errorf("second registration = %s, want %s", got, want)
	}
	holder = read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
	if !holder.Known || holder.PhoneMasked != "138****6620" || len(holder.Registrations) != 1 || holder.Apply.Params["eligible_on"] != "2027-05-21" {
		t.Errorf("holder = %+v", holder)
	}
	cases := read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token))
	if len(cases.Items) != 1 || cases.Items[0].Holder != "范*例" {
		t.Errorf("cases = %+v", cases)
	}
	o.post("/api/v1/kiosk/wipe", WipeInput{token}).want(http.StatusNoContent)
	if got, want := o.post("/api/v1/kiosk/confirm", ConfirmInput{token}).problem(), "409 card.gone"; got != want {
		t.Errorf("after wiping = %s, want %s", got, want)
	}
}

// An answer got lost; the page sends the same again and meets its own first outcome, although the person is on record meanwhile.
func TestALostAnswerIsAskedForAgain(t *testing.T) {
	o := openOffice(t)
	token := o.place(cardOf("范例", "1990-05-01", "123"))
	body := RegisterInput{RequestID: uuid.NewString(), CardToken: token, RoomID: "room-1203", Since: dateOf("2026-11-01"), Statement: true}
	o.log.set(nil, true)
	if got, want := o.post("/api/v1/kiosk/residences", body).problem(), "503 cluster.uncertain"; got != want {
		t.Fatalf("with the answer lost = %s, want %s", got, want)
	}
	o.log.set(nil, false)
	receipt := read[ReceiptAnswer](o.post("/api/v1/kiosk/residences", body).want(http.StatusCreated)).Receipt
	if !strings.Contains(receipt.Number, "-1001-") {
		t.Errorf("number = %s, want the first", receipt.Number)
	}
	o.log.set(station.ErrNoLeader, false)
	if mode := read[Station](o.get("/api/v1/station")).Mode; mode != "no_leader" {
		t.Errorf("mode = %s", mode)
	}
}

// One application from the kiosk to the hand-out, with every hand that touches it.
func TestApplicationFromKioskToHandOut(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	token := o.place(card)
	holder := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
	if !holder.Apply.Allowed || len(holder.Registrations) != 1 {
		t.Fatalf("holder = %+v", holder)
	}
	apply := ApplyInput{
		RequestID: uuid.NewString(), CardToken: token, RegistrationID: holder.Registrations[0].ID, Condition: "employment", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}
	if got, want := o.post("/api/v1/kiosk/permit-applications", apply).problem(), "422 validation documents.employment:permit.documents_incomplete"; got != want {
		t.Errorf("incomplete = %s, want %s", got, want)
	}
	apply.Documents = append(apply.Documents, GroupKind{"employment", "labour_contract"})
	apply.RequestID = uuid.NewString()
	receipt := read[ReceiptAnswer](o.post("/api/v1/kiosk/permit-applications", apply).want(http.StatusCreated)).Receipt
	apply.RequestID = uuid.NewString()
	if got, want := o.post("/api/v1/kiosk/permit-applications", apply).problem(), "409 permit.already_open"; got != want {
		t.Errorf("second application = %s, want %s", got, want)
	}

	o.logIn("clerk")
	cases := read[CaseList](o.get("/api/v1/cases?view=open"))
	if len(cases.Items) != 1 || cases.Items[0].Number != receipt.Number || cases.Items[0].Holder != "吴*兰" || cases.Counts.Open != 1 {
		t.Fatalf("cases = %+v", cases)
	}
	path := "/api/v1/permit-applications/" + cases.Items[0].ID
	seen := read[Application](o.get(path))
	if seen.Holder.IDNumber != "339999********"+card.IDNumber[14:] || seen.Holder.PersonID != person || len(seen.Documents) != 4 {
		t.Errorf("application = %+v", seen)
	}
	if want := []string{"request_completion", "accept", "withdraw"}; !reflect.DeepEqual(seen.Allowed, want) {
		t.Errorf("allowed = %v, want %v", seen.Allowed, want)
	}
	papers := list(seen.Documents, func(d DocumentRow) string { return d.ID })
	if got := o.post(path+"/accept", AcceptInput{uuid.NewString(), papers[:2]}).problem(); !strings.HasPrefix(got, "422 validation") || !strings.Contains(got, "documents.employment:permit.documents_missing") {
		t.Errorf("accept without papers = %s", got)
	}
	accepted := read[Application](o.post(path+"/accept", AcceptInput{uuid.NewString(), papers}))
	if accepted.State != "accepted" || accepted.Clock.DueOn.String() != "2026-12-06" {
		t.Errorf("accepted = %s %+v", accepted.State, accepted.Clock)
	}
	if got, want := o.post(path+"/approve", ApproveInput{uuid.NewString(), "2026-17", dateOf("2026-11-21")}).problem(), "403 forbidden"; got != want {
		t.Errorf("clerk approves = %s, want %s", got, want)
	}
	o.logIn("recorder")
	o.post(path+"/approve", ApproveInput{uuid.NewString(), "2026-17", dateOf("2026-11-21")}).want(http.StatusOK)
	o.logIn("clerk")
	o.post(path+"/make", MakeInput{uuid.NewString(), "B3399990000017", dateOf("2026-11-21")}).want(http.StatusOK)
	done := read[Application](o.post(path+"/hand-out", HandOutInput{uuid.NewString(), "holder", true}))
	if done.State != "delivered" || done.Permit == nil || done.Permit.State != "active" || done.Decision.Officer != "姓recorder" {
		t.Errorf("done = %s %+v %+v", done.State, done.Permit, done.Decision)
	}
	if steps := list(done.History, func(h HistoryLine) string { return h.Action }); !reflect.DeepEqual(steps, []string{"submit", "accept", "approve", "make", "hand_out"}) {
		t.Errorf("history = %v", steps)
	}
	if p := read[Person](o.get("/api/v1/people/" + person + "?purpose=counter")); len(p.Permits) != 1 || p.Permits[0].NumberMasked != "**********0017" {
		t.Errorf("person = %+v", p)
	}
}

// A refusal needs a second officer with their own password.
func TestRefusalNeedsASecondOfficer(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	intake := IntakeInput{
		RequestID: uuid.NewString(), PersonID: person, RegistrationID: "res-124", Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}
	taken := read[Application](o.post("/api/v1/permit-applications", intake).want(http.StatusCreated))
	path := "/api/v1/permit-applications/" + taken.ID
	o.post(path+"/accept", AcceptInput{uuid.NewString(), list(taken.Documents, func(d DocumentRow) string { return d.ID })}).want(http.StatusOK)
	refuse := func(login, word string) answered {
		return o.post(path+"/refuse", RefuseInput{
			RequestID: uuid.NewString(), ReasonCode: "refusal.other", ReasonText: "理由", DecisionRef: "2026-18", DecidedOn: dateOf("2026-11-21"),
			SecondOfficer: LoginInput{login, word},
		})
	}
	o.logIn("recorder")
	for _, c := range []struct{ login, word, want string }{
		{"second", "wrong password", "422 validation second_officer.password:login.wrong"},
		{"nobody", password, "422 validation second_officer.password:login.wrong"},
		{"recorder", password, "422 validation second_officer:permit.second_officer_same"},
		{"clerk", password, "403 permit.second_officer_role second_officer:permit.second_officer_role"},
	} {
		if got := refuse(c.login, c.word).problem(); got != c.want {
			t.Errorf("second officer %s = %s, want %s", c.login, got, c.want)
		}
	}
	refused := read[Application](refuse("second", password))
	if refused.State != "refused" || refused.Decision.SecondOfficer != "姓second" || refused.Clock.State != "met" {
		t.Errorf("refused = %+v", refused.Decision)
	}
}

// Staff find people by whatever is at hand, masked, and see one value in full only with a reason.
func TestFindingAndRevealing(t *testing.T) {
	o := openOffice(t)
	card := cardOf("买买提·艾力", "1990-05-01", "125")
	person := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	for _, q := range []string{"买买提", "mmtal", card.IDNumber, "13800006620", "青松 3 2 1203"} {
		found := read[PeopleList](o.send(http.MethodGet, "/api/v1/people?q="+strings.ReplaceAll(q, " ", "%20"), nil))
		if len(found.Items) != 1 || found.Items[0].ID != person || found.Items[0].Address != "青松家园3号楼2单元1203室" {
			t.Errorf("%s finds %+v", q, found.Items)
			continue
		}
		if slices.Contains([]string{card.Name, card.IDNumber}, found.Items[0].Name) || strings.Contains(found.Items[0].IDNumber, card.IDNumber[6:14]) {
			t.Errorf("%s shows %+v", q, found.Items[0])
		}
	}
	path := "/api/v1/people/" + person
	if got, want := o.post(path+"/reveal", RevealInput{"id_number", "  "}).problem(), "422 validation reason:required"; got != want {
		t.Errorf("without reason = %s, want %s", got, want)
	}
	for field, want := range map[string]string{"id_number": card.IDNumber, "name": card.Name, "phone": "13800006620", "hukou_address": card.Address} {
		if got := read[Revealed](o.post(path+"/reveal", RevealInput{field, "核对"})).Value; got != want {
			t.Errorf("%s = %s, want %s", field, got, want)
		}
	}
	if got, want := o.get("/api/v1/people/nobody?purpose=counter").problem(), "404 not_found"; got != want {
		t.Errorf("nobody = %s, want %s", got, want)
	}
}
