package alarm

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Arrival is one signal (信号) as a port of the station decoded it.
type Arrival struct {
	// At is when it arrived, by the station's clock; the stamp's instant where zero.
	At time.Time `json:"at"`
	// Receiver, Line and Account are as on the wire.
	Receiver string `json:"receiver,omitempty"`
	Line     string `json:"line,omitempty"`
	Account  string `json:"account,omitempty"`
	// Qualifier is 1 for something new, 3 for a restore, 6 for still there, 0 where the wire says none.
	Qualifier int `json:"qualifier,omitempty"`
	// Event is the code of the wire, Partition and Zone its digits; User says that Zone is a user.
	Event     string `json:"event,omitempty"`
	Partition string `json:"partition,omitempty"`
	Zone      string `json:"zone,omitempty"`
	User      bool   `json:"user,omitempty"`
	// Category sorts it; Priority is 1 (help, fire, panic, duress, gas) to 4.
	Category string `json:"category"`
	Priority int    `json:"priority"`
	Duress   bool   `json:"duress,omitempty"`
	Silent   bool   `json:"silent,omitempty"`
	CallerID string `json:"caller_id,omitempty"`
	// PanelTime is as the panel says, or empty.
	PanelTime string `json:"panel_time,omitempty"`
	Text      string `json:"text,omitempty"`
	// Error is what is wrong with the frame, or empty.
	Error string `json:"error,omitempty"`
	// Raw are the frame's own bytes.
	Raw []byte `json:"raw,omitempty"`
	// RawSize is how many bytes the frame had. It is filled in when the command is made.
	RawSize int `json:"raw_size,omitempty"`
}

const (
	// MostRaw bounds the bytes kept of one frame; longer ones are cut, and RawSize says so.
	MostRaw = 4 << 10
	// rawShare bounds the bytes kept of all frames of one command, because what travels between stations is bounded.
	rawShare = 400 << 10
	// mostCode and mostText bound texts, in bytes.
	mostCode, mostText = 64, 600

	// mostUrgent and leastUrgent are the ends of Priority; what is neither counts as trouble.
	mostUrgent, trouble, leastUrgent = 1, 3, 4
	// Unknown is the category of what no other category holds.
	Unknown = "unknown"

	restored = 3 // Qualifier
)

// bounded cuts whatever is too long, so that no signal is ever refused for what it holds.
func (a Arrival) bounded(mostRaw int) Arrival {
	for _, code := range []*string{
		&a.Receiver, &a.Line, &a.Account, &a.Event, &a.Partition, &a.Zone, &a.Category, &a.CallerID, &a.PanelTime, &a.Error,
	} {
		*code = cut(*code, mostCode)
	}
	a.Text = cut(a.Text, mostText)
	if a.Category == "" {
		a.Category = Unknown
	}
	if a.Priority < mostUrgent || a.Priority > leastUrgent {
		a.Priority = trouble
	}
	a.RawSize = max(a.RawSize, len(a.Raw))
	a.Raw = slices.Clone(a.Raw[:min(len(a.Raw), mostRaw)])
	a.At = instant(a.At)
	return a
}

// instant is an instant as commands carry it; one that cannot be written down is none.
func instant(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Millisecond)
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// cut keeps at most so many bytes of a text, whole characters only.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
