package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/calendar"
	"jiezhan/station/journal"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// typedOf is a document as the clerk types it.
func typedOf(name, birth, order string) CounterDocument {
	c := cardOf(name, birth, order)
	return CounterDocument{
		Kind: "resident", Name: name, SexCode: c.SexCode, EthnicCode: "01", Birth: dateOf(birth), Address: c.Address, IDNumber: c.IDNumber,
		NumberAgain: c.IDNumber, Issuer: c.Issuer, ValidFrom: dateOf("2020-01-01"), ValidTo: dateOf("2040-01-01"), Verified: "seen",
	}
}

// newcomer is a complete form of somebody the register does not know.
func newcomer(d CounterDocument) CounterRegistration {
	return CounterRegistration{
		RequestID: uuid.NewString(), Document: &d, RoomID: "room-1203", Since: dateOf("2026-11-01"), Phone: "13812346620", Statement: true,
	}
}

func (o *hall) openedFile(id string) Person {
	o.tb.Helper()
	return read[Person](o.get("/api/v1/people/" + id + "?purpose=counter"))
}

// A registration at the window: a draft that survives, a hint, the registration, a move, an end.
func TestRegistrationAtTheWindow(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	draft := "/api/v1/drafts/" + uuid.NewString()
	o.send(http.MethodPut, draft, DraftBody{"registration", `{"name":"范小例"}`}).want(http.StatusOK)
	if got := read[DraftBody](o.get(draft)); got.Body != `{"name":"范小例"}` {
		t.Errorf("draft = %+v", got)
	}
	o.clock.forward(journal.KeepDrafts - 1)
	if got := read[DraftList](o.get("/api/v1/drafts")); len(got.Items) != 1 {
		t.Errorf("drafts = %+v", got)
	}
	form := newcomer(typedOf("范小例", "1990-03-07", "771"))
	form.DraftID = draft[len("/api/v1/drafts/"):]
	form.Document.NumberAgain = numberOf("1990-03-07", "773")
	if got := o.post("/api/v1/residences", form).problem(); got != "422 validation number_again:document.number_differs" {
		t.Errorf("typed differently = %s", got)
	}
	form.Document.NumberAgain = form.Document.IDNumber
	done := read[CounterRegistered](o.post("/api/v1/residences", form).want(http.StatusCreated))
	if done.Number == "" || done.PersonID == "" || !slices.Contains(done.Warnings, "citizen_number.unknown_area") {
		t.Errorf("done = %+v", done)
	}
	if got := read[DraftList](o.get("/api/v1/drafts")); len(got.Items) != 0 {
		t.Errorf("a draft that was saved is gone: %+v", got)
	}

	move := CounterRegistration{RequestID: uuid.NewString(), PersonID: done.PersonID, RoomID: "room-1204", Since: dateOf("2026-11-10"), MovedFrom: done.ID, Statement: true}
	moved := read[CounterRegistered](o.post("/api/v1/residences", move).want(http.StatusCreated))
	record := o.openedFile(done.PersonID)
	if len(record.Registrations) != 2 || record.Registrations[0].RoomID != "room-1204" || record.Registrations[1].State != "changed" || record.File.TwoOpen {
		t.Errorf("after the move = %+v", record.Registrations)
	}
	if len(record.Documents) != 1 || record.Documents[0].VerifiedBy != "seen" {
		t.Errorf("documents = %+v", record.Documents)
	}
	o.post("/api/v1/residences/"+moved.ID+"/end", EndInput{uuid.NewString(), dateOf("2026-11-20"), "moved_away"}).want(http.StatusNoContent)
	if got := o.openedFile(done.PersonID).Registrations[0].State; got != "ended" {
		t.Errorf("state = %s", got)
	}
	for name, c := range map[string]CounterRegistration{
		"nobody":         {RequestID: uuid.NewString(), RoomID: "room-1203", Since: dateOf("2026-11-01"), Statement: true},
		"somebody twice": {RequestID: uuid.NewString(), PersonID: done.PersonID, Document: form.Document, RoomID: "room-1203", Since: dateOf("2026-11-01"), Statement: true},
	} {
		if got := o.post("/api/v1/residences", c).problem(); got != "422 validation document:required" {
			t.Errorf("%s = %s", name, got)
		}
	}
}

func TestDraftsAreTheirWritersAlone(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	id := uuid.NewString()
	o.send(http.MethodPut, "/api/v1/drafts/"+id, DraftBody{"registration", "{}"}).want(http.StatusOK)
	o.do(newClerk(t))
	o.logIn("other")
	if got := o.get("/api/v1/drafts/" + id).problem(); got != "404 not_found" {
		t.Errorf("read by another = %s", got)
	}
	if got := o.send(http.MethodPut, "/api/v1/drafts/"+id, DraftBody{"registration", "{}"}).problem(); got != "409 draft.refused" {
		t.Errorf("written by another = %s", got)
	}
	o.send(http.MethodDelete, "/api/v1/drafts/"+id, nil).want(http.StatusNoContent)
	o.logIn("clerk")
	o.get("/api/v1/drafts/" + id).want(http.StatusOK)
	o.send(http.MethodDelete, "/api/v1/drafts/"+id, nil).want(http.StatusNoContent)
	o.get("/api/v1/drafts/" + id).want(http.StatusNotFound)
}

func TestTheLinesOfAPassportFillTheForm(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	lines := "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
	got := read[MRZFields](o.post("/api/v1/mrz", MRZInput{lines}))
	if got.Name != "ERIKSSON ANNA MARIA" || got.IDNumber != "L898902C3" || got.Birth != calendar.NewDate(1974, 8, 12) {
		t.Errorf("got = %+v", got)
	}
	if got := o.post("/api/v1/mrz", MRZInput{strings.Replace(lines, "F12", "F13", 1)}).problem(); got != "422 validation lines:mrz.checksum" {
		t.Errorf("one digit off = %s", got)
	}
}

// Two records of one person: the hint, the pair, side by side, one of them, and both again.
func TestTwoRecordsOfOnePerson(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	first := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("范小例", "1990-03-07", "771"))).want(http.StatusCreated))
	passport := typedOf("范小例", "1990-03-07", "771")
	passport.Kind, passport.IDNumber, passport.NumberAgain, passport.Issuer, passport.Address = "passport", "EA1234567", "EA1234567", "CHN", ""
	hint := read[LikenessList](o.post("/api/v1/duplicates/check", LikenessInput{passport, "138 1234 6620"}))
	if len(hint.Items) != 1 || hint.Items[0].Why != registry.SameDetails || hint.Items[0].Person.Name != "范*例" {
		t.Fatalf("hint = %+v", hint)
	}
	form := newcomer(passport)
	form.RoomID = "room-1204"
	second := read[CounterRegistered](o.post("/api/v1/residences", form).want(http.StatusCreated))
	pairs := read[PairList](o.get("/api/v1/duplicates"))
	if len(pairs.Items) != 1 {
		t.Fatalf("pairs = %+v", pairs)
	}
	beside := read[Comparison](o.get("/api/v1/duplicates/pair?a=" + first.PersonID + "&b=" + second.PersonID))
	var differ []string
	for _, f := range beside.Fields {
		if !f.Same {
			differ = append(differ, f.Field)
		}
	}
	if got := strings.Join(differ, " "); got != "id_number address" {
		t.Errorf("differ = %s", got)
	}
	if got := o.looksAt(second.PersonID); !strings.Contains(got, "[opened by clerk for correction]") {
		t.Errorf("looks = %s", got)
	}
	merged := read[MergeDone](o.post("/api/v1/duplicates/merge", MergeInput{uuid.NewString(), first.PersonID, second.PersonID, []string{}, "同一人"}))
	record := o.openedFile(first.PersonID)
	if len(record.Documents) != 2 || len(record.Registrations) != 2 || !record.File.TwoOpen || len(record.File.Merges) != 1 {
		t.Errorf("the one that stays = %+v", record)
	}
	if got := o.openedFile(second.PersonID); got.File.MergedInto != first.PersonID || len(got.Registrations) != 0 {
		t.Errorf("the other = %+v", got)
	}
	if got := read[PeopleList](o.get("/api/v1/two-open")); len(got.Items) != 1 || !got.Items[0].TwoOpen {
		t.Errorf("two open = %+v", got)
	}
	o.post("/api/v1/merges/"+merged.ID+"/undo", UndoInput{uuid.NewString(), "看错"}).want(http.StatusOK)
	if got := o.openedFile(first.PersonID); len(got.Registrations) != 1 || got.File.Merges[0].UndoneAt == "" {
		t.Errorf("taken back = %+v", got.File)
	}
	o.post("/api/v1/duplicates/apart", ApartInput{uuid.NewString(), first.PersonID, second.PersonID, "两个人"}).want(http.StatusNoContent)
	if got := read[PairList](o.get("/api/v1/duplicates")); len(got.Items) != 0 {
		t.Errorf("asked about again: %+v", got)
	}
}

func TestACorrectionThatTakesTwo(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	done := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("范小例", "1990-03-07", "771"))).want(http.StatusCreated))
	path := "/api/v1/people/" + done.PersonID + "/corrections"
	c := CorrectionInput{RequestID: uuid.NewString(), Field: "birth", Value: "1990-03-17", Reason: "打错"}
	if got := o.post(path, c).problem(); got != "422 validation second_officer:registry.second_officer_required" {
		t.Errorf("alone = %s", got)
	}
	c.RequestID, c.SecondOfficer = uuid.NewString(), &LoginInput{"recorder", "wrong"}
	if got := o.post(path, c).problem(); got != "422 validation second_officer.password:login.wrong" {
		t.Errorf("with a wrong password = %s", got)
	}
	c.SecondOfficer = &LoginInput{"auditor", password}
	if got := o.post(path, c).problem(); got != "403 registry.second_officer_role second_officer:registry.second_officer_role" {
		t.Errorf("with an auditor = %s", got)
	}
	c.RequestID, c.SecondOfficer = uuid.NewString(), &LoginInput{"recorder", password}
	o.post(path, c).want(http.StatusNoContent)
	o.post(path, CorrectionInput{RequestID: uuid.NewString(), Field: "phone", Value: "13900006620", Reason: "换号"}).want(http.StatusNoContent)
	o.post("/api/v1/people/"+done.PersonID+"/living", LivingInput{uuid.NewString(), "registered_elsewhere", "范本省范本市乙县", dateOf("2026-11-20")}).want(http.StatusNoContent)
	f := o.openedFile(done.PersonID).File
	if len(f.Corrections) != 2 || f.Corrections[0].Before != "138****6620" || f.Corrections[0].After != "139****6620" || f.Corrections[1].SecondOfficer != "姓recorder" {
		t.Errorf("corrections = %+v", f.Corrections)
	}
	if f.Living == nil || f.Living.Kind != "registered_elsewhere" || !strings.HasPrefix(f.Living.Place, "范本省范本市***") {
		t.Errorf("living = %+v", f.Living)
	}
}

func TestAHouseholdAtTheWindow(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	head := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("范小例", "1990-03-07", "771"))).want(http.StatusCreated)).PersonID
	wife := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("吴玉兰", "1990-05-01", "124"))).want(http.StatusCreated)).PersonID
	on := dateOf("2026-11-01")
	made := read[HouseholdDone](o.post("/api/v1/households", HouseholdInput{uuid.NewString(), "room-1203", head, on}).want(http.StatusCreated))
	o.post("/api/v1/households/"+made.ID+"/members", MemberInput{uuid.NewString(), wife, "1", on}).want(http.StatusOK)
	o.post("/api/v1/people/"+wife+"/become-householder", HeadInput{uuid.NewString(), map[string]string{head: "1"}, dateOf("2026-11-10")}).want(http.StatusOK)
	h := o.openedFile(head).File.Household
	if h == nil || len(h.Members) != 2 || h.Members[0].PersonID != wife || h.Members[0].Relation != "0" || h.Members[1].Relation != "1" {
		t.Fatalf("household = %+v", h)
	}
	if got := o.post("/api/v1/people/"+wife+"/leave-household", LeaveInput{uuid.NewString(), dateOf("2026-11-20")}).problem(); got != "409 household.head_leaves person_id:household.head_leaves" {
		t.Errorf("the householder leaves = %s", got)
	}
	o.post("/api/v1/people/"+head+"/leave-household", LeaveInput{uuid.NewString(), dateOf("2026-11-20")}).want(http.StatusOK)
}

// The holder of a card sees what is held and who looked, takes a copy, asks for a correction, and the desk answers.
func TestMyDataAndWhoLookedAtIt(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	o.openedFile(person)
	token := o.place(card)
	shown := read[OwnData](o.get("/api/v1/kiosk/own-data?card_token=" + token))
	if !shown.Known || shown.Name != "吴*兰" || shown.IDNumber != "339*************"+card.IDNumber[16:] || len(shown.Registrations) != 1 {
		t.Errorf("shown = %+v", shown)
	}
	if len(shown.Looks) != 1 || shown.Looks[0].StationName != "青松社区服务站" || shown.Looks[0].On != calendar.NewDate(2026, 11, 21) {
		t.Errorf("looks = %+v", shown.Looks)
	}
	if raw := string(o.get("/api/v1/kiosk/own-data?card_token=" + token).raw); strings.Contains(raw, "姓clerk") || strings.Contains(raw, card.IDNumber) {
		t.Errorf("an officer's name or a whole number is shown: %s", raw)
	}
	if got := read[OwnCopy](o.get("/api/v1/kiosk/own-data/copy?card_token=" + token)); got.Documents[0].Number != card.IDNumber || got.Name != "吴玉兰" {
		t.Errorf("copy = %+v", got)
	}
	made := read[DataRequestMade](o.post("/api/v1/kiosk/data-requests", OwnRequestInput{uuid.NewString(), token, "correction", "电话换了"}).want(http.StatusCreated))
	if made.Number == "" || made.DueOn != calendar.NewDate(2026, 12, 6) {
		t.Errorf("made = %+v", made)
	}
	open := read[DataRequestList](o.get("/api/v1/data-requests"))
	if len(open.Items) != 1 || open.Items[0].DaysLeft != 15 || open.Items[0].Name != "吴*兰" || open.Items[0].Detail != "电话换了" {
		t.Fatalf("open = %+v", open)
	}
	o.post("/api/v1/data-requests/"+open.Items[0].Request.ID+"/answer", DataAnswerInput{uuid.NewString(), true, "已更正"}).want(http.StatusNoContent)
	if got := read[DataRequestList](o.get("/api/v1/data-requests?state=answered")); len(got.Items) != 1 || got.Items[0].AnsweredBy != "姓clerk" {
		t.Errorf("answered = %+v", got)
	}
	if got := read[OwnData](o.get("/api/v1/kiosk/own-data?card_token=" + token)).DataRequests; len(got) != 1 || got[0].Answer != "已更正" {
		t.Errorf("as the person sees it = %+v", got)
	}
	stranger := o.place(cardOf("范小例", "1990-03-07", "771"))
	if got := read[OwnData](o.get("/api/v1/kiosk/own-data?card_token=" + stranger)); got.Known || len(got.Looks) != 0 {
		t.Errorf("of a stranger = %+v", got)
	}
	if got := o.post("/api/v1/kiosk/data-requests", OwnRequestInput{uuid.NewString(), stranger, "copy", ""}).problem(); got != "404 data_request.nothing_held" {
		t.Errorf("a stranger asks = %s", got)
	}
	o.get("/api/v1/kiosk/own-data/copy?card_token=" + stranger).want(http.StatusNotFound)
	read[DataRequestMade](o.post("/api/v1/people/"+person+"/data-requests", DataRequestInput{uuid.NewString(), "erasure", ""}).want(http.StatusCreated))
}

// newClerk is a second clerk, "other".
func newClerk(t *testing.T) staff.CreateAccount {
	t.Helper()
	hash, err := staff.HashPassword(password, cheap)
	if err != nil {
		t.Fatal(err)
	}
	return staff.CreateAccount{Login: "other", Name: "姓other", Role: staff.Clerk, PasswordHash: hash}
}

// What other slices keep of a person follows a merge, and comes back: here an application and its permit rules.
func TestAnApplicationFollowsItsPerson(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	loser := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	apply := func(person, registration string) answered {
		return o.post("/api/v1/permit-applications", IntakeInput{
			RequestID: uuid.NewString(), PersonID: person, RegistrationID: registration, Condition: "dwelling", AppliedBy: "self", Statement: true,
			Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
		})
	}
	made := read[Application](apply(loser, "res-124").want(http.StatusCreated))
	passport := typedOf("吴玉兰", "1990-05-01", "124")
	passport.Kind, passport.IDNumber, passport.NumberAgain, passport.Issuer = "passport", "EA1234567", "EA1234567", "CHN"
	form := newcomer(passport)
	form.RoomID = "room-1204"
	survivor := read[CounterRegistered](o.post("/api/v1/residences", form).want(http.StatusCreated)).PersonID
	done := read[MergeDone](o.post("/api/v1/duplicates/merge", MergeInput{uuid.NewString(), survivor, loser, []string{"id_number"}, "同一人"}))
	if got := o.openedFile(survivor); len(got.Applications) != 1 || got.Applications[0].ID != made.ID || got.IDNumber != "339999********"+card.IDNumber[14:] {
		t.Errorf("survivor = %+v", got)
	}
	if got := read[Application](o.get("/api/v1/permit-applications/" + made.ID)); got.Holder.PersonID != survivor {
		t.Errorf("holder = %+v", got.Holder)
	}
	if got := apply(survivor, "res-124").problem(); !strings.Contains(got, "permit.already_open") {
		t.Errorf("a second application of the one person = %s", got)
	}
	o.post("/api/v1/merges/"+done.ID+"/undo", UndoInput{uuid.NewString(), "看错"}).want(http.StatusOK)
	if got := o.openedFile(loser); len(got.Applications) != 1 || len(o.openedFile(survivor).Applications) != 0 {
		t.Errorf("taken back = %+v", got)
	}
}

// A day for an application is named only where the person's documents lead to one of the permits.
func TestNobodyIsPromisedAPermitForOtherDocuments(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	for kind, c := range map[string]struct {
		number, nationality, issuer string
		promised                    bool
	}{
		"passport": {"L898902C3", "FRA", "FRA", false}, "foreign_2017": {"FRA110082041501", "FRA", "", false}, "hm_travel": {"H99999921", "", "", true},
		"taiwan_travel": {"99999922", "", "", true},
	} {
		d := typedOf("范小例", "1990-03-07", "771")
		d.Kind, d.IDNumber, d.NumberAgain, d.EthnicCode, d.Nationality, d.Issuer = kind, c.number, c.number, "", c.nationality, c.issuer
		form := newcomer(d)
		form.Phone = ""
		file := o.openedFile(read[CounterRegistered](o.post("/api/v1/residences", form).want(http.StatusCreated)).PersonID)
		if got := !file.Registrations[0].EligibleOn.IsZero(); got != c.promised {
			t.Errorf("%s: a day is named = %v, want %v", kind, got, c.promised)
		}
	}
}
