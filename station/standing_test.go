package station

import (
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/registry"
)

// A note of who looked waits as everything does, and is none of what people handed in.
func TestPeopleAreToldOfWhatTheyHandedIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		look := registry.RecordLooks{Looks: []registry.Look{{At: time.Now(), PersonID: "p1", What: registry.Opened, Purpose: "case", Station: "s1"}}}
		for n := range 3 {
			if _, code := o.do(requestID(n), look); code != "" {
				t.Fatalf("refused with %s", code)
			}
		}
		o.do(requestID(3), registration(3))
		if now := o.Standing(); now.Waiting != 1 || now.Pending != 4 {
			t.Errorf("standing = %+v, want 1 waiting of 4", now)
		}
		handedIn, err := o.Journal(t.Context(), 2)
		if err != nil || len(handedIn) != 1 || handedIn[0].RequestID != requestID(3) {
			t.Errorf("journal = %+v %v, want the registration", handedIn, err)
		}
		b.turn(fair)
		o.untilMode(Normal)
		if now := o.Standing(); now.Waiting != 0 || now.Pending != 0 {
			t.Errorf("standing = %+v, want nothing waiting", now)
		}
		if all, err := o.WholeJournal(t.Context(), everything); err != nil || len(all) != 4 {
			t.Errorf("whole journal = %+v %v, want four", all, err)
		}
		b.sameRegister(o)
	})
}
