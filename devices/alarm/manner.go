package alarm

import "time"

// A Manner is what the driver of a wire does of its own accord.
type Manner struct {
	Greeting    []byte        // sent after each opening of the port, asks for the state of everything; a Reply equal to it is no answer but that question
	Poll        []byte        // sent every PollEvery
	PollEvery   time.Duration // 0 = never
	Silence     time.Duration // no byte for so long means the link is lost; 0 = silence is no fault
	MergeWindow time.Duration // an equal signal within this time is a repeat of the sender; 0 = it never repeats
	Garbage     bool          // a stream of nothing but garbage points at wrong port settings
}

// MannerOf says how to behave on a wire of p.
func MannerOf(p Protocol, s Settings) Manner {
	m := Manner{Garbage: true, Silence: 3 * s.heartbeat(), MergeWindow: 30 * time.Second}
	switch p {
	case Conwin:
		// The receiver raises "serial fail" after 60 s without a byte from its host.
		m.Poll, m.PollEvery = []byte("S"), 25*time.Second
	case IT100:
		m.Greeting, m.Poll, m.PollEvery = []byte("00191\r\n"), []byte("00090\r\n"), time.Minute
		m.Silence, m.MergeWindow = 3*m.PollEvery, 0
	case AlarmDecoder:
		m.MergeWindow = 0
	case ContactID:
		m.Silence, m.MergeWindow = 0, 0
	case DC09:
		// Panels send when they like: each account has its own period, and only its owner knows it.
		m.Silence, m.MergeWindow, m.Garbage = 0, 90*time.Second, false
	case SurGard, Radionics6500, Ademco685:
	}
	if s.Heartbeat < 0 {
		m.Silence = 0
	}
	return m
}

func (s Settings) heartbeat() time.Duration {
	if s.Heartbeat > 0 {
		return s.Heartbeat
	}
	return 30 * time.Second
}
