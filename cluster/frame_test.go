package cluster

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"testing"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

func sampleItems() []item {
	return []item{
		{id: 1, status: statusCommand, body: []byte(`{"kind":"account.deposit.v1"}`)},
		{id: 1<<64 - 1, status: statusOutcome, body: []byte(`{"request_id":"r1"}`)},
		{id: 0, status: statusNoLeader, body: []byte{}},
	}
}

func TestFrameRoundTrip(t *testing.T) {
	want := sampleItems()
	got, err := readFrame(bytes.NewReader(appendFrame(nil, want)))
	same := slices.EqualFunc(got, want, func(a, b item) bool {
		return a.id == b.id && a.status == b.status && bytes.Equal(a.body, b.body)
	})
	if err != nil || !same {
		t.Errorf("items = %+v, %v, want %+v", got, err, want)
	}
}

func TestFrameRefusesWhatIsNone(t *testing.T) {
	one := appendFrame(nil, sampleItems()[:1])[4:]
	for name, b := range map[string][]byte{
		"empty":               {},
		"half a head":         one[:itemHead-1],
		"half a body":         one[:len(one)-1],
		"unknown status":      append([]byte{0, 0, 0, 0, 0, 0, 0, 1, 9}, one[9:]...),
		"a body without end":  append(append(slices.Clone(one[:9]), 0xff, 0xff, 0xff, 0xff), one[itemHead:]...),
		"more items than may": bytes.Repeat(one, maxItems+1),
	} {
		t.Run(name, func(t *testing.T) {
			if items, err := parseFrame(b); !errors.Is(err, errFrame) {
				t.Errorf("items = %d, %v, want errFrame", len(items), err)
			}
		})
	}
	if _, err := readFrame(bytes.NewReader([]byte{0xff, 0, 0, 0})); !errors.Is(err, errFrame) {
		t.Errorf("a frame of 4 GB: %v, want errFrame", err)
	}
	if _, err := readFrame(bytes.NewReader([]byte{0, 0, 0, 9, 1})); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a frame cut short: %v, want unexpected EOF", err)
	}
}

func TestWriteFramesSplitsWhatIsTooMuch(t *testing.T) {
	q := newQueue[item](1000)
	for id := range uint64(130) {
		q.push(item{id: id, status: statusCommand, body: make([]byte, 10)})
	}
	q.push(item{id: 130, status: statusCommand, body: make([]byte, maxBody)})
	q.push(item{id: 131, status: statusCommand, body: make([]byte, frameBytes)})
	stop := make(chan struct{})
	near, far := io.Pipe()
	var left int
	go func() {
		writeFrames(far, q, stop, func(items []item) { left += len(items) }) // the reader below tells
		far.Close()                                                          // a pipe has nothing to say
	}()
	var got []int
	var next uint64
	for next < 132 {
		items, err := readFrame(near)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			if i.id != next {
				t.Fatalf("item %d, want %d", i.id, next)
			}
			next++
		}
		got = append(got, len(items))
	}
	close(stop)
	if _, err := readFrame(near); !errors.Is(err, io.EOF) || left != 132 {
		t.Errorf("after the last: %v, %d left, want EOF and 132", err, left)
	}
	if want := []int{64, 64, 2, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("items by frame = %v, want %v", got, want)
	}
}

func TestAnswersTravel(t *testing.T) {
	refusal := ledger.Refuse(ledger.Conflict, "amount", "account.too_low")
	for name, c := range map[string]struct {
		give answer
		want error
	}{
		"applied":      {answer{outcome: ledger.Outcome{RequestID: "r1", Index: 7, Result: json.RawMessage(`{"a":1}`)}}, nil},
		"refused":      {answer{outcome: ledger.Outcome{RequestID: "r1", Index: 7, Refusal: refusal}}, nil},
		"no leader":    {answer{err: classify(errors.New("x"))}, station.ErrUncertain},
		"not leading":  {answer{err: station.ErrNoLeader}, station.ErrNoLeader},
		"rejected":     {answer{err: station.ErrRejected}, station.ErrRejected},
		"unclear":      {answer{err: io.EOF}, station.ErrUncertain},
		"huge outcome": {answer{outcome: ledger.Outcome{Result: json.RawMessage(`"` + string(bytes.Repeat([]byte("a"), maxBody)) + `"`)}}, station.ErrUncertain},
	} {
		t.Run(name, func(t *testing.T) {
			items, err := parseFrame(appendFrame(nil, []item{reply(5, c.give)})[4:])
			if err != nil || items[0].id != 5 {
				t.Fatal(items, err)
			}
			got := items[0].answer()
			if c.want != nil {
				if !errors.Is(got.err, c.want) {
					t.Errorf("error = %v, want %v", got.err, c.want)
				}
				return
			}
			a, _ := json.Marshal(got.outcome)
			b, _ := json.Marshal(c.give.outcome)
			if got.err != nil || !bytes.Equal(a, b) {
				t.Errorf("outcome = %s, %v, want %s", a, got.err, b)
			}
		})
	}
	if got := (item{status: statusOutcome, body: []byte("{")}).answer(); !errors.Is(got.err, station.ErrUncertain) {
		t.Errorf("an outcome that is none: %v, want uncertain", got.err)
	}
}

// FuzzFrame holds that a frame has one form: what can be read is what is written for the same items, and no limit is passed.
func FuzzFrame(f *testing.F) {
	f.Add(appendFrame(nil, sampleItems())[4:])
	f.Add(appendFrame(nil, sampleItems()[2:])[4:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		items, err := parseFrame(b)
		if err != nil {
			return
		}
		if len(items) == 0 || len(items) > maxItems {
			t.Errorf("%d items", len(items))
		}
		again := appendFrame(nil, items)
		if !bytes.Equal(again[4:], b) || binary.BigEndian.Uint32(again) != uint32(len(b)) {
			t.Errorf("read % x, written % x", b, again)
		}
		for _, i := range items {
			i.answer() // whatever came, it is an answer
		}
	})
}

func BenchmarkParseFrame(b *testing.B) {
	items := make([]item, maxItems)
	for i := range items {
		items[i] = item{id: uint64(i), status: statusCommand, body: make([]byte, 800)}
	}
	frame := appendFrame(nil, items)[4:]
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		if _, err := parseFrame(frame); err != nil {
			b.Fatal(err)
		}
	}
}
