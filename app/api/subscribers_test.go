package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// A subscriber is entered, found, changed by what the page shows masked, revealed with a reason, and taken off the list.
func TestSubscribers(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	made := put(o, shopForm("12ab"))
	if made.Account != "12AB" || made.Name != "和**市" || made.Phone != "138****6620" || !made.HasNote || made.Version != 1 || made.Waiting {
		t.Errorf("made = %+v", made)
	}
	path := "/api/v1/subscribers/" + made.ID
	change := SubscriberForm{RequestID: uuid.NewString(), Account: "12AB", Kind: "school", Place: "青松路 1 号", TestHours: 24, Version: 1}
	first := o.send(http.MethodPut, path, change)
	if got := read[Subscriber](first); got.Version != 2 || got.Kind != "school" || got.Name != made.Name || got.Phone != made.Phone || !got.HasNote {
		t.Errorf("changed = %+v", got)
	}
	if again := o.send(http.MethodPut, path, change).want(http.StatusOK); string(again.raw) != string(first.raw) {
		t.Errorf("sent again = %s, want %s", again.raw, first.raw)
	}
	change.RequestID = uuid.NewString()
	if got := o.send(http.MethodPut, path, change).problem(); got != "409 subscriber.changed_meanwhile based_on:subscriber.changed_meanwhile" {
		t.Errorf("on an old version = %s", got)
	}
	if got := o.post("/api/v1/subscribers", with(shopForm("12AB"))).problem(); !strings.HasPrefix(got, "409 subscriber.account_taken") {
		t.Errorf("the same account = %s", got)
	}
	for search, want := range map[string]int{"": 1, "12ab": 1, "超市": 1, "hpcs": 1, "6620": 0, "138": 1, "青松路": 1, "梧桐": 0} {
		if got := read[SubscriberList](o.get("/api/v1/subscribers?search=" + search)); len(got.Items) != want || got.More {
			t.Errorf("%q finds %+v, want %d", search, got.Items, want)
		}
	}
	for field, want := range map[string]string{"name": "和平超市", "phone": "13800006620", "note": "钥匙在门卫"} {
		if got := read[Revealed](o.post(path+"/reveal", SubscriberReveal{field, "报警回电"})); got.Value != want || got.HideAfterSeconds != 30 {
			t.Errorf("%s = %+v, want %s", field, got, want)
		}
	}
	if got := o.post(path+"/reveal", SubscriberReveal{"phone", " "}).problem(); got != "422 validation reason:required" {
		t.Errorf("without a reason = %s", got)
	}
	read[Subscriber](o.get(path))
	if got := o.looksAt(made.ID); strings.Count(got, "revealed by clerk for reveal") != 3 || !strings.HasPrefix(got, "[opened by clerk for alarm]") {
		t.Errorf("looks = %s", got)
	}
	o.logIn("auditor")
	if got := read[LookList](o.get(path + "/looks")); len(got.Items) != 5 || got.Items[1].Reason != "报警回电" || !slices.ContainsFunc(got.Items, wasListed) {
		t.Errorf("looks = %+v", got)
	}
	o.logIn("clerk")
	o.send(http.MethodDelete, path+"?version=2&request_id="+uuid.NewString(), nil).want(http.StatusNoContent)
	if got := o.get(path).problem(); got != "404 not_found" {
		t.Errorf("removed = %s", got)
	}
}

func with(f SubscriberForm) SubscriberForm {
	f.RequestID = uuid.NewString()
	return f
}

// A page of subscribers goes on behind the last account.
func TestPagesOfSubscribers(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	for n := range subscribersAtOnce + 3 {
		put(o, SubscriberForm{Account: uuid.NewString()[:8] + string(rune('a'+n%26)), Name: entered("户"), Kind: "household"})
	}
	first := read[SubscriberList](o.get("/api/v1/subscribers"))
	rest := read[SubscriberList](o.get("/api/v1/subscribers?after=" + first.Next))
	if len(first.Items) != subscribersAtOnce || !first.More || len(rest.Items) != 3 || rest.More || rest.Next != "" {
		t.Errorf("pages of %d and %d, next %q and %q", len(first.Items), len(rest.Items), first.Next, rest.Next)
	}
	if rest.Items[0].Account <= first.Items[subscribersAtOnce-1].Account {
		t.Errorf("%s comes behind %s", rest.Items[0].Account, first.Items[subscribersAtOnce-1].Account)
	}
}

func wasListed(l Look) bool { return l.What == "listed" && l.Purpose == "alarm" }
