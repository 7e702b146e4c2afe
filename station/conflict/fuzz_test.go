package conflict_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// FuzzRefused reads an entry of a journal as it comes over the wire, from a station set up anew since. Whatever it says, it never stops the stations
// that apply it, and stands on the desk as it was entered.
func FuzzRefused(f *testing.F) {
	d := openDesk(f)
	f.Add([]byte(`{"kind":"toy.set.v1","stamp":{"station":"north","captured":{"epoch":"journal-0","seq":1,"base":1}},"payload":{"person":"p1"}}`))
	f.Add([]byte(`{"kind":"","stamp":{"at":"0000-01-01T00:00:00Z","captured":{"seq":18446744073709551615,"base":18446744073709551615}}}`))
	f.Add([]byte(`{"stamp":{"actor":{"kind":"resident","id":"p1"}},"payload":"\ud800"}`))
	f.Fuzz(func(t *testing.T, wire []byte) {
		var e ledger.Envelope
		if json.Unmarshal(wire, &e) != nil || e.Kind == (ledger.Acknowledge{}).Kind() { // an empty seat
			return
		}
		d.drawn++
		e.Stamp.RequestID = fmt.Sprintf("00000000-0000-4000-8000-%012d", d.drawn)
		if e.Stamp.Captured == nil {
			e.Stamp.Captured = &ledger.Captured{}
		}
		e.Stamp.Captured.Epoch = fmt.Sprintf("old-%d %s", d.drawn, e.Stamp.Captured.Epoch)
		if _, err := d.log(e); err != nil {
			t.Fatalf("the station stopped: %v", err)
		}
		var got conflict.Item
		if err := d.db.View(t.Context(), func(q store.Query) error {
			items, err := conflict.List(q, conflict.Pending, 1, "")
			if len(items) == 1 {
				got = items[0]
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got.RequestID != e.Stamp.RequestID || string(got.Payload) != string(e.Payload) || got.Seq != e.Stamp.Captured.Seq ||
			got.Base != e.Stamp.Captured.Base || got.Kind != e.Kind || got.Outcome != conflict.OldEpoch {
			t.Errorf("item = %+v of %+v", got, e)
		}
	})
}

// FuzzOpen reads the command by which a station puts an entry on the desk itself.
func FuzzOpen(f *testing.F) {
	d := openDesk(f)
	f.Add([]byte(`{"request_id":"r","command":"x.y.v9","station":"north","actor":{"kind":"staff"},"captured_at":"2026-11-21T09:00:00Z","payload":{},"epoch":"e","seq":1,"base":0}`))
	f.Add([]byte(`{"payload":null,"seq":18446744073709551615}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		d.tb = t
		command, err := d.machine.Kinds().Decode(ledger.Envelope{Kind: conflict.Open{}.Kind(), Payload: payload})
		if err != nil {
			return
		}
		e := d.seal("north", system(), command)
		e.Payload = payload
		outcomes, err := d.log(e)
		if err != nil {
			t.Fatalf("the station stopped: %v", err)
		}
		if outcomes[0].Refusal != nil {
			return
		}
		answer, err := ledger.Result[conflict.Opened](outcomes[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := d.db.View(t.Context(), func(q store.Query) error {
			got, found, err := conflict.ByID(q, answer.ID)
			if open := command.(conflict.Open); !found || got.Station != open.Station || got.Seq != open.Seq {
				t.Errorf("item = %+v of %+v", got, open)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
