package api

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
	"jiezhan/station"
	"jiezhan/station/ledger"
)

// listening is an open stream of events.
type listening struct {
	tb    testing.TB
	lines *bufio.Scanner
	close func()
}

func (o *hall) listen(lastID string) *listening {
	o.tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.server.URL+"/api/v1/events", nil)
	if err != nil {
		o.tb.Fatal(err)
	}
	if lastID != "" {
		request.Header.Set("Last-Event-ID", lastID)
	}
	response, err := o.browser.Do(request)
	if err != nil {
		o.tb.Fatal(err)
	}
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		o.tb.Fatalf("content type = %s", got)
	}
	l := &listening{o.tb, bufio.NewScanner(response.Body), func() { cancel(); response.Body.Close() }}
	o.tb.Cleanup(l.close)
	return l
}

// next reads one event as "name data" and its number.
func (l *listening) next() (event, id string) {
	l.tb.Helper()
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "event":
			event = value
		case "data":
			event += " " + value
		case "":
			if event != "" {
				return event, id
			}
		}
	}
	l.tb.Fatalf("the stream ended: %v", l.lines.Err())
	return "", ""
}

// until skips events to the first whose text begins so.
func (l *listening) until(prefix string) (event, id string) {
	l.tb.Helper()
	for {
		event, id = l.next()
		if strings.HasPrefix(event, prefix) {
			return event, id
		}
	}
}

func TestStream(t *testing.T) {
	o := openOffice(t)
	first := o.listen("")
	if event, id := first.next(); event != `mode {"mode":"normal","leader":"s1","reachable":1,"waiting":0,"data_as_of":"2026-11-21T01:00:00.000Z","chain_alarm":false}` || !strings.HasPrefix(id, "boot-") {
		t.Errorf("first event = %s %s", event, id)
	}
	first.until("reader ")
	if event, _ := first.next(); event != `card {"state":"none"}` {
		t.Errorf("card = %s", event)
	}
	token := o.place(cardOf("范例", "1990-05-01", "123"))
	first.until(`reader {"state":"ready"`)
	first.until(`card {"state":"placed"}`)
	if event, _ := first.until("card "); !strings.Contains(event, `"name":"范*"`) || !strings.Contains(event, token) {
		t.Errorf("card = %s", event)
	}
	o.post("/api/v1/kiosk/residences", RegisterInput{RequestID: uuid.NewString(), CardToken: token, RoomID: "room-1203", Since: dateOf("2026-11-01"), Statement: true}).want(http.StatusCreated)
	residence, id := first.until(`change {"topic":"residence"`) // what the office was set up with may still be told before it
	if strings.Contains(residence, "范") {
		t.Errorf("change = %s", residence)
	}
	person, _ := first.until("change ")
	first.close()

	resumed := o.listen(id)
	if got, _ := resumed.next(); got != person {
		t.Errorf("resumed with %s, want %s", got, person)
	}
	if got, _ := resumed.next(); !strings.HasPrefix(got, "mode ") {
		t.Errorf("then %s", got)
	}
	unknown := o.listen("otherboot-1")
	if got, id := unknown.next(); got != "reset {}" || !strings.HasPrefix(id, "boot-") {
		t.Errorf("unknown place = %s %s", got, id)
	}
}

// A page in the hall never hears of a card.
func TestCardEventsStayAtTheKiosk(t *testing.T) {
	o := openOffice(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.server.URL+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "hall.example"
	response, err := o.browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	l := &listening{tb: t, lines: bufio.NewScanner(response.Body)}
	l.until("reader ")
	o.place(cardOf("范例", "1990-05-01", "123"))
	o.desk.Handle(idcard.Event{Kind: idcard.EventFault, Fault: idcard.FaultGone, At: o.clock.Now()})
	for {
		event, _ := l.next()
		if strings.HasPrefix(event, "card ") {
			t.Fatalf("heard %s", event)
		}
		if strings.HasPrefix(event, `reader {"state":"absent"`) {
			return
		}
	}
}

// A commit with very many changes is told as a fresh start.
func TestManyChangesAreAReset(t *testing.T) {
	o := openOffice(t)
	l := o.listen("")
	l.until("card ")
	o.settle(cardOf("吴玉兰", "1990-05-01", "124"), "2026-04-01")
	l.until("change ")
	o.api.tellCommit(t.Context(), station.Commit{Changes: make([]ledger.Change, 256)})
	if event, _ := l.until("reset"); event != "reset {}" {
		t.Errorf("event = %s", event)
	}
}
