package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/alarm"
	"jiezhan/station/ledger"
)

// arrive records signals as the device service does.
func (o *hall) arrive(signals ...alarm.Arrival) ledger.Outcome {
	o.tb.Helper()
	for i := range signals {
		signals[i].At = o.clock.Now()
	}
	return o.do(alarm.RecordSignals{Port: "alarm-1", Protocol: "surgard", MergeSeconds: 30, Signals: signals})
}

func signal(account, event, category string, priority int) alarm.Arrival {
	return alarm.Arrival{
		Receiver: "01", Line: "1", Account: account, Qualifier: 1, Event: event, Partition: "01", Zone: "003", Category: category, Priority: priority,
		CallerID: "13800006620", Raw: []byte("5011 18" + account + "E" + event + "01003\x14"),
	}
}

func put(o *hall, f SubscriberForm) Subscriber {
	o.tb.Helper()
	f.RequestID = uuid.NewString()
	return read[Subscriber](o.post("/api/v1/subscribers", f).want(http.StatusCreated))
}

func entered(s string) *string { return &s }

func shopForm(account string) SubscriberForm {
	return SubscriberForm{Account: account, Name: entered("和平超市"), Kind: "shop", Place: "青松家园 3 栋底商", Phone: entered("13800006620"), Note: entered("钥匙在门卫")}
}

// The gravest alarm stands first; what is behind it is shown with the bytes, whom it concerns with a mask.
func TestAlarms(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	shop := put(o, shopForm("1234"))
	o.arrive(signal("1234", "130", "intrusion", 2), signal("9999", "602", "test", 4))
	o.arrive(signal("1234", "110", "fire", 1))
	o.arrive(signal("1234", "110", "fire", 1)) // sent again
	o.do(alarm.ReportReceiver{Port: "alarm-1", Name: "一楼", Protocol: "surgard", State: alarm.ReceiverFaulty, Fault: "port.gone", At: o.clock.Now()})

	got := read[AlarmList](o.get("/api/v1/alarms"))
	var lines []string
	for _, i := range got.Items {
		lines = append(lines, fmt.Sprint(i.Kind, " ", i.Priority, " ", i.Event, i.Fault, " ", i.Account, " ", i.Signals, " ", i.Repeats, " ", i.UnknownAccount))
	}
	want := "signal 1 110 1234 2 1 false; receiver 2 port.gone  1 0 false; signal 2 130 1234 1 0 false; signal 4 602 9999 1 0 true"
	if got := strings.Join(lines, "; "); got != want {
		t.Errorf("alarms = %s, want %s", got, want)
	}
	if got.Counts != (AlarmCounts{One: 1, Two: 2, Four: 1}) || len(got.Receivers) != 1 || got.Receivers[0].Fault != "port.gone" || got.Next != "" {
		t.Errorf("counts = %+v, receivers = %+v, next %q", got.Counts, got.Receivers, got.Next)
	}
	fire := got.Items[0]
	if fire.Subscriber == nil || *fire.Subscriber != (AlarmSubscriber{ID: shop.ID, Name: "和**市", Place: "青松家园 3 栋底商", Kind: "shop"}) || fire.Local ||
		fire.Protocol != "surgard" {
		t.Errorf("fire = %+v", fire)
	}
	detail := read[AlarmDetail](o.get("/api/v1/alarms/" + fire.ID))
	if len(detail.Signals) != 2 || detail.Signals[0].RepeatOf != "" || detail.Signals[1].RepeatOf != detail.Signals[0].ID || detail.Next != "" {
		t.Fatalf("detail = %+v", detail)
	}
	one := detail.Signals[0]
	if !one.Masked || one.CallerID != "138****6620" || one.RawText+one.RawHex+one.Text != "" || one.Protocol != "surgard" {
		t.Errorf("signal = %+v", one)
	}
	reveal := "/api/v1/alarms/" + fire.ID + "/reveal"
	full := read[RevealedSignal](o.post(reveal, AlarmReveal{one.ID, "来警，联系用户"})).Signal
	if full.CallerID != "13800006620" || full.RawText != "5011 181234E11001003." || !strings.HasSuffix(full.RawHex, "30 33 14") {
		t.Errorf("in full = %+v", full)
	}
	if got := o.looksAt(shop.ID); !strings.Contains(got, "revealed by clerk for alarm") {
		t.Errorf("looks = %s", got)
	}
	for body, want := range map[AlarmReveal]string{
		{one.ID, " "}: "422 validation reason:required", {fire.ID + "-9", "x"}: "404 not_found", {"x", "x"}: "422 validation signal:format.invalid",
	} {
		if got := o.post(reveal, body).problem(); got != want {
			t.Errorf("%+v = %s, want %s", body, got, want)
		}
	}

	first := read[AlarmList](o.get("/api/v1/alarms?limit=3"))
	rest := read[AlarmList](o.get("/api/v1/alarms?limit=3&before=" + first.Next))
	if len(first.Items) != 3 || len(rest.Items) != 1 || rest.Items[0].Event != "602" || rest.Next != "" {
		t.Errorf("pages = %+v, %+v", first, rest)
	}
	if got := read[AlarmList](o.get("/api/v1/alarms?priority=2")); len(got.Items) != 2 || got.Items[1].Event != "130" || got.Counts.One != 1 {
		t.Errorf("of priority 2 = %+v", got)
	}
	for path, want := range map[string]string{
		"/api/v1/alarms?before=x":                "422 validation before:format.invalid",
		"/api/v1/alarms?limit=501":               "422 validation limit:too_big",
		"/api/v1/alarms/nothing":                 "404 not_found",
		"/api/v1/alarms/" + fire.ID + "?after=x": "422 validation after:format.invalid",
	} {
		if got := o.get(path).problem(); got != want {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
}

// Pages are told of alarms by name only, and not once for each of a storm.
func TestAlarmsAreTold(t *testing.T) {
	o := openOffice(t)
	events := o.listen("")
	events.until("reader")
	for n := range 40 {
		o.arrive(signal(fmt.Sprint(1000+n), "130", "intrusion", 2), signal(fmt.Sprint(2000+n), "130", "intrusion", 2))
	}
	last, _ := o.station.Machine().Applied()
	told := 0
	for done := false; !done; told++ {
		e, _ := events.until(`change {"topic":"alarm"`)
		if !strings.HasPrefix(e, `change {"topic":"alarm","id":"","index":`) {
			t.Fatalf("told %s", e)
		}
		done = strings.Contains(e, fmt.Sprint(`"index":`, last))
	}
	if told > 20 {
		t.Errorf("told %d times of 40 commits", told)
	}
}

// What only a cut-off station knows is marked.
func TestAlarmsWhileCutOff(t *testing.T) {
	o := openHasty(t)
	o.logIn("clerk")
	o.cutOff()
	pages := o.listen("")
	o.arrive(signal("1234", "110", "fire", 1))
	got := read[AlarmList](o.get("/api/v1/alarms"))
	for len(got.Items) == 0 { // kept, and judged in a moment: just cut off, there was nothing yet to judge it on
		pages.until("change ")
		got = read[AlarmList](o.get("/api/v1/alarms"))
	}
	if len(got.Items) != 1 || !got.Items[0].Local {
		t.Errorf("while cut off = %+v", got.Items)
	}
	o.reconnect()
	if got := read[AlarmList](o.get("/api/v1/alarms")); len(got.Items) != 1 || got.Items[0].Local {
		t.Errorf("afterwards = %+v", got.Items)
	}
}
