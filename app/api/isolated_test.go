package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// openHasty opens a station that takes itself for cut off at once.
func openHasty(t *testing.T) *hall {
	t.Helper()
	return openOfficeWith(t, station.Isolation{Threshold: 20 * time.Millisecond, Deadline: 2 * time.Second})
}

// await waits until the station works in a mode with so many entries waiting.
func (o *hall) await(mode station.Mode, waiting int) {
	o.tb.Helper()
	changes, stop := o.station.WatchMode()
	defer stop()
	patience := time.After(10 * time.Second)
	for {
		standing := o.station.Standing()
		if standing.Mode == mode && standing.Waiting == waiting {
			return
		}
		select {
		case <-changes:
		case <-patience:
			o.tb.Fatalf("standing = %+v, want %s with %d waiting", standing, mode, waiting)
		}
	}
}

// cutOff takes the other stations away.
func (o *hall) cutOff() {
	o.tb.Helper()
	o.log.set(station.ErrNoLeader, false)
	o.await(station.Isolated, 0)
}

// reconnect brings them back, and waits until everything is settled.
func (o *hall) reconnect() {
	o.tb.Helper()
	o.log.set(nil, false)
	o.await(station.Normal, 0)
}

func (o *hall) register(card, room, since string) RegisterInput {
	return RegisterInput{RequestID: uuid.NewString(), CardToken: card, RoomID: room, Since: dateOf(since), Statement: true}
}

// The kiosk serves residents while the station is cut off, marks what only this station knows, and the receipts stay true.
func TestTheKioskWhileCutOff(t *testing.T) {
	o := openHasty(t)
	known := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settleAs(known, "2026-04-01", uuid.NewString())
	pages := o.listen("")
	pages.until("card ")
	o.cutOff()
	if event, _ := pages.until(`mode {"mode":"isolated"`); !strings.Contains(event, `"data_as_of":"2026-11-21T01:00:00.000Z"`) {
		t.Errorf("event = %s", event)
	}
	o.clock.forward(90 * time.Minute)

	token := o.place(cardOf("范例", "1990-05-01", "123"))
	holder := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
	if holder.Known || !holder.Register.Allowed {
		t.Fatalf("holder = %+v", holder)
	}
	body := o.register(token, "room-1204", "2026-11-01")
	first := o.post("/api/v1/kiosk/residences", body).want(http.StatusCreated)
	registered := read[ReceiptAnswer](first).Receipt
	if !registered.Waiting || !strings.HasPrefix(registered.Number, "339999001001-261121-1001-") || registered.Address == "" {
		t.Errorf("receipt = %+v", registered)
	}
	if again := o.post("/api/v1/kiosk/residences", body).want(http.StatusCreated); string(again.raw) != string(first.raw) {
		t.Errorf("sent again = %s, want %s", again.raw, first.raw)
	}
	if event, _ := pages.until(`mode {`); !strings.Contains(event, `"waiting":1`) {
		t.Errorf("event = %s", event)
	}
	cases := read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token))
	if len(cases.Items) != 1 || !cases.Items[0].Waiting || cases.Items[0].Number != registered.Number {
		t.Errorf("cases = %+v", cases)
	}

	token = o.place(known)
	holder = read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token})) // shown, because the look is in the journal
	if !holder.Apply.Allowed || len(holder.Registrations) != 1 || holder.Registrations[0].Waiting {
		t.Fatalf("holder = %+v", holder)
	}
	applied := read[ReceiptAnswer](o.post("/api/v1/kiosk/permit-applications", ApplyInput{
		RequestID: uuid.NewString(), CardToken: token, RegistrationID: holder.Registrations[0].ID, Condition: "dwelling", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}).want(http.StatusCreated)).Receipt
	if !applied.Waiting {
		t.Errorf("receipt = %+v", applied)
	}
	cases = read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token))
	if len(cases.Items) != 2 || !cases.Items[0].Waiting || cases.Items[1].Waiting { // the registration it leans on is settled
		t.Errorf("cases = %+v", cases)
	}
	now := read[Station](o.get("/api/v1/station"))
	if now.Mode != "isolated" || now.Waiting < 2 || now.DataAsOf != "2026-11-21T01:00:00.000Z" || now.Leader != "" {
		t.Errorf("station = %+v", now)
	}

	o.reconnect()
	cases = read[KioskCaseList](o.get("/api/v1/kiosk/cases?card_token=" + token))
	if len(cases.Items) != 2 || cases.Items[0].Number != applied.Number || cases.Items[0].Waiting {
		t.Errorf("cases = %+v", cases)
	}
	if got := o.looksAt(person); !strings.Contains(got, "[kiosk by resident for self]") {
		t.Errorf("looks = %s", got)
	}
	if now := read[Station](o.get("/api/v1/station")); now.Mode != "normal" || now.Waiting != 0 || now.DataAsOf != now.Now {
		t.Errorf("station = %+v", now)
	}
}

// Staff log on, find people and work on cases while the station is cut off; what needs the other stations says so.
func TestTheDeskWhileCutOff(t *testing.T) {
	o := openHasty(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	person := o.settle(card, "2026-04-01")
	o.logIn("clerk")
	taken := read[Application](o.post("/api/v1/permit-applications", IntakeInput{
		RequestID: uuid.NewString(), PersonID: person, RegistrationID: "res-124", Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}).want(http.StatusCreated))
	path := "/api/v1/permit-applications/" + taken.ID
	o.cutOff()
	o.logIn("clerk")
	if found := read[PeopleList](o.get("/api/v1/people?q=wyl")); len(found.Items) != 1 {
		t.Errorf("people = %+v", found)
	}
	o.get("/api/v1/people/" + person + "?purpose=counter").want(http.StatusOK)
	o.post("/api/v1/people/"+person+"/reveal", RevealInput{"phone", "回电"}).want(http.StatusOK)
	accepted := read[Application](o.post(path+"/accept", AcceptInput{uuid.NewString(), list(taken.Documents, func(d DocumentRow) string { return d.ID })}))
	if taken.Waiting || accepted.State != "accepted" || !accepted.Waiting {
		t.Errorf("taken = %t, accepted = %s %t", taken.Waiting, accepted.State, accepted.Waiting)
	}
	if cases := read[CaseList](o.get("/api/v1/cases?view=open")); len(cases.Items) != 1 || !cases.Items[0].Waiting {
		t.Errorf("cases = %+v", cases)
	}
	journal := read[Journal](o.get("/api/v1/journal"))
	if journal.Mode != "isolated" || journal.Waiting != o.station.Standing().Waiting || len(journal.Items) != journal.Waiting || strings.Contains(string(o.get("/api/v1/journal").raw), "吴") {
		t.Errorf("journal = %+v", journal)
	}
	if line := journal.Items[0]; line.Kind != "permit.accept.v1" || line.ActorName != "姓clerk" || line.State != "waiting" {
		t.Errorf("newest line = %+v", line)
	}
	o.refusedWhileCutOff(path)

	o.reconnect()
	o.logIn("clerk")
	settled := read[Application](o.get(path))
	if settled.State != "accepted" || settled.Waiting || settled.Number != taken.Number {
		t.Errorf("settled = %+v", settled)
	}
	if journal := read[Journal](o.get("/api/v1/journal")); journal.Waiting != 0 || journal.Items[0].State != "done" || journal.Items[0].SettledAt == "" {
		t.Errorf("journal = %+v", journal)
	}
	if got := o.looksAt(person); !strings.Contains(got, "[revealed by clerk for reveal phone]") {
		t.Errorf("looks = %s", got)
	}
}

// refusedWhileCutOff asks for everything that needs the other stations.
func (o *hall) refusedWhileCutOff(application string) {
	o.tb.Helper()
	for _, c := range []struct {
		role, path string
		body       any
	}{
		{"recorder", application + "/approve", ApproveInput{uuid.NewString(), "2026-17", dateOf("2026-11-21")}},
		{"clerk", application + "/request-completion", CompletionInput{RequestID: uuid.NewString(), Items: []NoticeItem{{Group: "dwelling", Note: "缺租赁合同"}}}},
		{"clerk", "/api/v1/session/password", PasswordInput{uuid.NewString(), password, "another password 7"}},
		{"admin", "/api/v1/accounts", AccountInput{uuid.NewString(), "newclerk", "新人", "clerk", "first password 1"}},
		{"admin", "/api/v1/office/codes", nil},
		{"admin", "/api/v1/office/raise", RequestOnly{uuid.NewString()}},
		{"admin", "/api/v1/office/stations/s2/remove", RemoveStationInput{uuid.NewString(), "机器报废"}},
		{"clerk", "/api/v1/conflicts/any/amend", AmendInput{RequestID: uuid.NewString(), Changes: map[string]string{}}},
		{"clerk", "/api/v1/conflicts/any/drop", DropInput{uuid.NewString(), "重复"}},
	} {
		o.logIn(c.role)
		if got, want := o.post(c.path, c.body).problem(), "503 cluster.cut_off"; got != want {
			o.tb.Errorf("%s at %s = %s, want %s", c.role, c.path, got, want)
		}
	}
}

// A station that the office knows otherwise says so and takes nothing in.
func TestAStationThatIsStopped(t *testing.T) {
	o := openHasty(t)
	o.log.mu.Lock()
	o.log.fault = station.ErrStale
	o.log.mu.Unlock()
	o.log.set(station.ErrNoLeader, false)
	changes, stop := o.station.WatchMode()
	defer stop()
	for !o.station.Standing().Stale {
		<-changes
	}
	now := read[Station](o.get("/api/v1/station"))
	if now.Mode != "stopped" || now.StopCode != "station.stale" {
		t.Errorf("station = %+v", now)
	}
	body := o.register(o.place(cardOf("范例", "1990-05-01", "123")), "room-1204", "2026-11-01")
	if got, want := o.post("/api/v1/kiosk/residences", body).problem(), "503 cluster.stopped"; got != want {
		t.Errorf("registration = %s, want %s", got, want)
	}
}

// The mode is the gravest of what the station and the network say.
func TestModes(t *testing.T) {
	o := openOffice(t)
	led := Standing{Leader: "s1"}
	for name, c := range map[string]struct {
		peers Standing
		own   station.Standing
		want  string
	}{
		"normal":                {led, station.Standing{Mode: station.Normal}, "normal"},
		"election":              {Standing{}, station.Standing{Mode: station.Normal}, "no_leader"},
		"behind":                {Standing{Leader: "s1", CatchingUp: true}, station.Standing{Mode: station.Normal}, "catching_up"},
		"cut off":               {Standing{}, station.Standing{Mode: station.Isolated}, "isolated"},
		"back":                  {Standing{Leader: "s1", CatchingUp: true}, station.Standing{Mode: station.Returning}, "returning"},
		"stale":                 {Standing{}, station.Standing{Mode: station.Isolated, Stale: true}, "stopped station.stale"},
		"own disk":              {led, station.Standing{Mode: station.Normal, Fault: ledger.ErrNewer}, "stopped disk.failing"},
		"known more exactly":    {Standing{StopCode: "disk.full"}, station.Standing{Mode: station.Isolated, Fault: ledger.ErrNewer}, "stopped disk.full"},
		"removed from the roll": {Standing{StopCode: "station.removed"}, station.Standing{Mode: station.Isolated, Stale: true}, "stopped station.removed"},
	} {
		m := o.api.modeOf(c.peers, c.own)
		if got := strings.TrimSpace(m.Mode + " " + m.StopCode); got != c.want {
			t.Errorf("%s = %s, want %s", name, got, c.want)
		}
	}
}

// After a start without the other stations, what is shown is as old as the newest entry of the register.
func TestTheAgeOfDataAfterAStart(t *testing.T) {
	o := openOffice(t)
	furnished := o.clock.Now()
	o.clock.forward(90 * time.Minute)
	m := newMoment(o.station)
	if got := m.asOf(false, o.clock.Now()); !got.Equal(furnished) {
		t.Errorf("as of %s, want %s", got, furnished)
	}
	if got := m.asOf(true, o.clock.Now()); !got.Equal(o.clock.Now()) {
		t.Errorf("up to date, as of %s", got)
	}
}
