package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// elsewhere has another station's command decided by the office, while this station may be cut off.
func (o *hall) elsewhere(actor ledger.Actor, number string, c ledger.Command) json.RawMessage {
	o.tb.Helper()
	envelope, err := o.station.Machine().Kinds().Seal(c, ledger.Stamp{
		RequestID: uuid.NewString(), Station: "s2", Actor: actor, At: o.clock.Now().UTC(), ID: uuid.NewString(), Number: number,
	})
	if err != nil {
		o.tb.Fatal(err)
	}
	outcome, err := o.log.elsewhere(envelope)
	if err != nil {
		o.tb.Fatal(err)
	}
	if err := outcome.Err(); err != nil {
		o.tb.Fatal(err)
	}
	return outcome.Result
}

// quarrel makes this station register somebody while it is cut off, whom the other station registers in the same room meanwhile, and answers the
// conflict that comes of it.
func (o *hall) quarrel(card idcard.Card, room string) ConflictRow {
	o.tb.Helper()
	o.cutOff()
	mine := o.register(o.place(card), room, "2026-11-01")
	mine.Phone = "13800006620"
	o.post("/api/v1/kiosk/residences", mine).want(http.StatusCreated)
	o.elsewhere(ledger.Actor{Kind: ledger.System}, "N-"+card.IDNumber[14:17], registry.RegisterResidence{
		Card: cardData(card), RoomID: room, Since: dateOf("2026-10-01"), Phone: "13900007731", Statement: true, Channel: "kiosk",
	})
	o.reconnect()
	o.logIn("clerk")
	open := read[ConflictList](o.get("/api/v1/conflicts"))
	if len(open.Items) != 1 || open.Open != 1 {
		o.tb.Fatalf("conflicts = %+v, want one", open)
	}
	return open.Items[0]
}

func factsOf(facts []Fact) string {
	text := ""
	for _, f := range facts {
		text += f.Field + "=" + f.Value
		if f.Differs {
			text += "!"
		}
		text += " "
	}
	return strings.TrimSpace(text)
}

// Two stations register the same person in the same room. Staff see both versions and submit the entry again with another room.
func TestAConflictIsAmended(t *testing.T) {
	o := openHasty(t)
	pages := o.listen("")
	row := o.quarrel(cardOf("范𠅤例", "1990-05-01", "123"), "room-1203")
	pages.until(`change {"topic":"conflict"`)
	if row.Outcome != "taken" || row.Code != "residence.already_registered" || row.Holder != "范*例" || row.PersonID == "" || row.StationName != "青松社区服务站" || row.State != "open" {
		t.Errorf("row = %+v", row)
	}
	path := "/api/v1/conflicts/" + row.ID
	opened := o.get(path).want(http.StatusOK)
	shown := read[Conflict](opened)
	if got, want := factsOf(shown.Mine), "number="+row.Number+" station=青松社区服务站 address=青松家园3号楼2单元1203室 since=2026-11-01! registered_on=2026-11-21 phone=138****6620!"; got != want {
		t.Errorf("mine = %s\nwant   %s", got, want)
	}
	if got, want := factsOf(shown.Theirs), "number=N-123 station=梧桐社区服务站 address=青松家园3号楼2单元1203室 since=2026-10-01! registered_on=2026-11-21 state=active phone=139****7731!"; got != want {
		t.Errorf("theirs = %s\nwant     %s", got, want)
	}
	if len(shown.Base) != 0 || !reflect.DeepEqual(shown.Allowed, []string{"amend", "attach", "drop"}) || len(shown.Records) != 1 {
		t.Errorf("conflict = %+v", shown)
	}
	if len(shown.Meanwhile) != 1 || shown.Meanwhile[0].Kind != "residence.register.v1" || shown.Meanwhile[0].StationName != "梧桐社区服务站" {
		t.Errorf("meanwhile = %+v", shown.Meanwhile)
	}
	if strings.Contains(string(opened.raw), "13800006620") || strings.Contains(string(opened.raw), "范𠅤例") {
		t.Errorf("not masked: %s", opened.raw)
	}
	if got := o.looksAt(row.PersonID); !strings.Contains(got, "[opened by clerk for conflict]") {
		t.Errorf("looks = %s", got)
	}
	for changes, want := range map[string]string{
		`{"since":"2026-02-30"}`: "422 validation changes.since:date.invalid",
		`{"card":"x"}`:           "422 validation changes.card:unknown_field",
		`{"phone":"1"}`:          "422 validation phone:phone.invalid",
		`{"room_id":"nowhere"}`:  "404 residence.room_unknown room_id:residence.room_unknown",
		`{}`:                     "409 residence.already_registered room_id:residence.already_registered",
		`{"room_id":7}`:          "422 validation changes.room_id:wrong_type",
		`{"since":"2026-11-22"}`: "422 validation since:residence.since_in_future",
		`{"since":"２０２６-11-01"}`: "422 validation changes.since:date.invalid",
	} {
		if got := o.post(path+"/amend", `{"request_id":"`+uuid.NewString()+`","changes":`+changes+`}`).problem(); got != want {
			t.Errorf("changes %s = %s, want %s", changes, got, want)
		}
	}
	amend := AmendInput{RequestID: uuid.NewString(), Changes: map[string]string{"room_id": "room-1204"}}
	done := read[ConflictRow](o.post(path+"/amend", amend))
	if done.State != "resolved" || done.Action != "amended" || done.ResolvedBy != "姓clerk" || done.ResolvedAt == "" {
		t.Errorf("done = %+v", done)
	}
	if again := read[ConflictRow](o.post(path+"/amend", amend)); !reflect.DeepEqual(again, done) {
		t.Errorf("sent again = %+v, want %+v", again, done)
	}
	amend.RequestID = uuid.NewString()
	if got, want := o.post(path+"/amend", amend).problem(), "409 conflict.resolved"; got != want {
		t.Errorf("a second amendment = %s, want %s", got, want)
	}
	person := read[Person](o.get("/api/v1/people/" + row.PersonID + "?purpose=counter"))
	if len(person.Registrations) != 2 || person.Registrations[0].RoomID != "room-1204" || person.Registrations[0].Since != dateOf("2026-11-01") {
		t.Errorf("registrations = %+v", person.Registrations)
	}
	settled := read[ConflictList](o.get("/api/v1/conflicts?state=resolved"))
	if len(settled.Items) != 1 || settled.Open != 0 {
		t.Errorf("settled = %+v", settled)
	}
}

// An entry belongs to the record that is there already.
func TestAConflictIsAttached(t *testing.T) {
	o := openHasty(t)
	row := o.quarrel(cardOf("范例", "1990-05-01", "123"), "room-1203")
	path := "/api/v1/conflicts/" + row.ID
	if got, want := o.post(path+"/attach", AttachInput{uuid.NewString(), "res-999"}).problem(), "422 validation record_id:not_listed"; got != want {
		t.Errorf("attached to nothing = %s, want %s", got, want)
	}
	records := read[Conflict](o.get(path)).Records
	attach := AttachInput{uuid.NewString(), records[0].ID}
	done := read[ConflictRow](o.post(path+"/attach", attach))
	if done.State != "resolved" || done.Action != "attached" {
		t.Errorf("done = %+v", done)
	}
	if again := read[ConflictRow](o.post(path+"/attach", attach)); !reflect.DeepEqual(again, done) {
		t.Errorf("sent again = %+v, want %+v", again, done)
	}
	if left := read[Conflict](o.get(path)); len(left.Allowed) != 0 {
		t.Errorf("allowed = %v", left.Allowed)
	}
}

// Two stations take an application of the same person. The clerk gives one up, with a reason.
func TestAConflictIsDropped(t *testing.T) {
	o := openHasty(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	o.cutOff()
	intake := IntakeInput{
		RequestID: uuid.NewString(), PersonID: person, RegistrationID: "res-124", Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}
	mine := read[Application](o.post("/api/v1/permit-applications", intake).want(http.StatusCreated))
	papers := list(mine.Documents, func(d DocumentRow) string { return d.ID })
	o.post("/api/v1/permit-applications/"+mine.ID+"/accept", AcceptInput{uuid.NewString(), papers}).want(http.StatusOK)
	o.elsewhere(ledger.Actor{Kind: ledger.Resident, ID: person}, "A-2", permit.ApplyForPermit{
		PersonID: person, RegistrationID: "res-124", Condition: permit.Employment, AppliedBy: permit.Self, Statement: true, Channel: permit.Kiosk,
		Documents: documentRefs([]GroupKind{
			{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}, {"employment", "labour_contract"},
		}),
	})
	o.reconnect()
	open := read[ConflictList](o.get("/api/v1/conflicts"))
	if len(open.Items) != 2 || open.Items[1].Kind != "permit.apply.v1" || open.Items[1].Outcome != "taken" || open.Items[0].Kind != "permit.accept.v1" {
		t.Fatalf("conflicts = %+v", open)
	}
	shown := read[Conflict](o.get("/api/v1/conflicts/" + open.Items[1].ID))
	if got := factsOf(shown.Mine); !strings.Contains(got, "condition=dwelling! applied_by=self address=青松家园3号楼2单元1203室 phone=138****6620 documents=portrait,resident_id_card,tenancy_contract!") {
		t.Errorf("mine = %s", got)
	}
	if got := factsOf(shown.Theirs); !strings.Contains(got, "number=A-2 station=梧桐社区服务站") || !strings.Contains(got, "condition=employment!") {
		t.Errorf("theirs = %s", got)
	}
	if options := shown.Amendable[0].Options; shown.Amendable[0].Field != "registration_id" || len(options) != 1 || options[0].Value != "res-124" {
		t.Errorf("amendable = %+v", shown.Amendable)
	}
	step := read[Conflict](o.get("/api/v1/conflicts/" + open.Items[0].ID))
	if got := factsOf(step.Mine); !strings.HasSuffix(got, "state=accepted") || !reflect.DeepEqual(step.Allowed, []string{"drop"}) {
		t.Errorf("step = %s, allowed %v", got, step.Allowed)
	}
	path := "/api/v1/conflicts/" + open.Items[0].ID
	if got, want := o.post(path+"/amend", AmendInput{uuid.NewString(), map[string]string{}}).problem(), "409 conflict.not_amendable"; got != want {
		t.Errorf("amend a step = %s, want %s", got, want)
	}
	if got, want := o.post(path+"/drop", DropInput{uuid.NewString(), " "}).problem(), "422 validation reason:conflict.reason_required"; got != want {
		t.Errorf("no reason = %s, want %s", got, want)
	}
	if before := read[Journal](o.get("/api/v1/journal")); before.Attention != 2 || before.Items[0].State != "attention" {
		t.Errorf("journal = %+v, want 2 that need attention", before)
	}
	done := read[ConflictRow](o.post(path+"/drop", DropInput{uuid.NewString(), "已在梧桐站受理"}))
	if after := read[Journal](o.get("/api/v1/journal")); after.Attention != 1 || after.Items[0].State != "done" {
		t.Errorf("journal = %+v, want 1 that needs attention", after)
	}
	if done.Action != "dropped" || done.Reason != "已在梧桐站受理" {
		t.Errorf("done = %+v", done)
	}
	if got, want := o.post(path+"/drop", DropInput{uuid.NewString(), "已在梧桐站受理"}).problem(), "409 conflict.resolved conflict:conflict.resolved"; got != want {
		t.Errorf("dropped twice = %s, want %s", got, want)
	}
	if got, want := o.post("/api/v1/conflicts/nothing/drop", DropInput{uuid.NewString(), "没有"}).problem(), "404 conflict.unknown conflict:conflict.unknown"; got != want {
		t.Errorf("nothing dropped = %s, want %s", got, want)
	}
}

// An application moved on while the station that knew an older state withdrew it: all three versions are there.
func TestThreeVersionsOfAnApplication(t *testing.T) {
	o := openHasty(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	clerk := read[Session](o.get("/api/v1/session")).Account.ID
	intake := IntakeInput{
		RequestID: uuid.NewString(), PersonID: person, RegistrationID: "res-124", Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}
	taken := read[Application](o.post("/api/v1/permit-applications", intake).want(http.StatusCreated))
	path := "/api/v1/permit-applications/" + taken.ID
	o.post(path+"/accept", AcceptInput{uuid.NewString(), list(taken.Documents, func(d DocumentRow) string { return d.ID })}).want(http.StatusOK)
	o.cutOff()
	o.post(path+"/withdraw", WithdrawInput{uuid.NewString(), "本人申请撤回"}).want(http.StatusOK)
	recorder, err := view(t.Context(), o.api, func(q store.Query) (string, error) {
		names, err := accountNames(q)
		for id, name := range names {
			if name == "姓recorder" {
				return id, err
			}
		}
		return clerk, err
	})
	if err != nil {
		t.Fatal(err)
	}
	o.elsewhere(ledger.Actor{Kind: ledger.Staff, ID: recorder, Role: "recorder"}, "", permit.RecordApproval{ID: taken.ID, DecisionRef: "2026-17", DecidedOn: dateOf("2026-11-21")})
	o.reconnect()
	open := read[ConflictList](o.get("/api/v1/conflicts"))
	if len(open.Items) != 1 || open.Items[0].Outcome != "superseded" {
		t.Fatalf("conflicts = %+v", open)
	}
	shown := read[Conflict](o.get("/api/v1/conflicts/" + open.Items[0].ID))
	for side, c := range map[string]struct {
		facts []Fact
		want  string
	}{
		"mine":   {shown.Mine, "state=withdrawn!"},
		"base":   {shown.Base, "state=accepted!"},
		"theirs": {shown.Theirs, "state=approved!"},
	} {
		if got := factsOf(c.facts); !strings.Contains(got, c.want) {
			t.Errorf("%s = %s, want %s", side, got, c.want)
		}
	}
	if len(shown.Meanwhile) != 1 || shown.Meanwhile[0].ActorName != "姓recorder" {
		t.Errorf("meanwhile = %+v", shown.Meanwhile)
	}
}

// An entry of a kind that this program does not know can still be seen, as far as that goes, and given up.
func TestAConflictOfAnUnknownKind(t *testing.T) {
	o := openOffice(t)
	o.elsewhere(ledger.Actor{Kind: ledger.System}, "", conflict.Open{
		RequestID: uuid.NewString(), Command: "residence.register.v9", Station: "s2", Epoch: "e1", Seq: 1, CapturedAt: o.clock.Now(),
		Payload: json.RawMessage(`{"anything":1}`),
	})
	o.logIn("clerk")
	open := read[ConflictList](o.get("/api/v1/conflicts"))
	if len(open.Items) != 1 || open.Items[0].Outcome != "unknown_version" || open.Items[0].Holder != "" || open.Items[0].StationName != "梧桐社区服务站" {
		t.Fatalf("conflicts = %+v", open)
	}
	shown := read[Conflict](o.get("/api/v1/conflicts/" + open.Items[0].ID))
	if len(shown.Mine)+len(shown.Base)+len(shown.Theirs)+len(shown.Amendable) != 0 || !reflect.DeepEqual(shown.Allowed, []string{"drop"}) {
		t.Errorf("conflict = %+v", shown)
	}
}

// FuzzAmend changes one field of an entry: either it is refused, or the command that comes out differs from what was entered in that field alone.
func FuzzAmend(f *testing.F) {
	o := openOffice(f)
	entered := registry.RegisterResidence{
		Card: cardData(cardOf("范例", "1990-05-01", "123")), RoomID: "room-1203", Since: dateOf("2026-11-01"), Phone: "13800006620", Statement: true, Channel: "kiosk",
	}
	payload, err := json.Marshal(entered)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][2]string{{"since", "2026-10-01"}, {"phone", ""}, {"room_id", "room-1204\x00"}, {"card", "{}"}, {"Since", "2026-10-01"}, {"since", "null"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, field, changed string) {
		command, err := o.api.amended(conflict.Item{Kind: entered.Kind(), Payload: payload}, map[string]string{field: changed})
		if err != nil {
			var p *Problem
			if !errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity {
				t.Fatalf("%q = %q: %v", field, changed, err)
			}
			return
		}
		got, want := command.(registry.RegisterResidence), entered
		switch field {
		case "since":
			want.Since = dateOf(changed)
		case "phone":
			want.Phone = got.Phone
		case "room_id":
			want.RoomID = got.RoomID
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q = %q: %+v, want %+v", field, changed, got, want)
		}
	})
}
