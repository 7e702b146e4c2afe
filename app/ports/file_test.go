package ports

import (
	"errors"
	"reflect"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestPlanComesBackAsItWasWritten(t *testing.T) {
	p := planOf(soundPlan().Devices())
	raw, err := toml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := ParsePlan(raw); err != nil || !reflect.DeepEqual(again, p) {
		t.Errorf("again = %+v, %v, want %+v", again, err, p)
	}
}

func TestDamage(t *testing.T) {
	for raw, want := range map[string]Damage{
		"[[alarms]]\nname = 7":                          {Line: 2, Field: "alarms.name"},
		"[[alarms]]\nprotocol = 'surgard'\nport = 'COM": {Line: 3},
		"\n[[alarms]]\nheartbeats = 7":                  {Line: 3, Field: "alarms.heartbeats"},
		"[[alarms]]\nprotocol = 'surgard'":              {Field: "alarms 1 port"},
	} {
		_, err := ParsePlan([]byte(raw))
		var got *Damage
		if !errors.As(err, &got) || got.Line != want.Line || got.Field != want.Field {
			t.Errorf("%q: %+v, want line %d, field %q", raw, err, want.Line, want.Field)
		}
	}
}

// Whatever the file holds, it is either devices that are written and read back as they are, or a damage.
func FuzzParsePlan(f *testing.F) {
	raw, err := toml.Marshal(soundPlan())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte("[[readers]]\nport='a'\n[[printers]]\ncutter=false\nport='b'"))
	f.Add([]byte("[[alarms]]\nprotocol='dc09'\nlisten='[::]:1'\nkeys={a=1}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := ParsePlan(raw)
		if err != nil {
			var damage *Damage
			if !errors.As(err, &damage) || damage.Cause == nil {
				t.Fatalf("no damage: %v", err)
			}
			return
		}
		devices := p.Devices()
		written, err := toml.Marshal(planOf(devices))
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParsePlan(written)
		if err != nil || !reflect.DeepEqual(sortedOut(again.Devices()), sortedOut(devices)) {
			t.Fatalf("again = %+v, %v, want %+v", again.Devices(), err, devices)
		}
	})
}

// sortedOut makes empty tables and none the same.
func sortedOut(devices []Spec) []Spec {
	for i := range devices {
		if len(devices[i].Keys) == 0 {
			devices[i].Keys = nil
		}
		if len(devices[i].Windows) == 0 {
			devices[i].Windows = nil
		}
		if len(devices[i].Makers) == 0 {
			devices[i].Makers = nil
		}
	}
	return devices
}
