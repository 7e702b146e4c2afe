package cluster

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"jiezhan/station/ledger"
)

// question is what a station asks each peer twice a second.
type question struct {
	seq    uint64 // of the audit row whose hash is asked for; 0 for none
	novice bool   // whether the asking station may not vote yet
}

// pulse is the answer: where the peer stands.
type pulse struct {
	clock         time.Time // the peer's, when it answered
	applied, last uint64    // the last entry in its register, the end of its log
	term          uint64
	audited       uint64 // number of the last row of its audit chain
	hash          ledger.Head
	found         bool // whether it has the row asked for; hash is zero otherwise
	novice        bool // whether it may not vote yet
	voteless      bool // whether it leads, for certain, and the asking novice has no vote in its list
}

const (
	questionBytes = 8 + 1
	pulseBytes    = 5*8 + 1 + len(ledger.Head{})

	flagFound    byte = 1
	flagNovice   byte = 2
	flagVoteless byte = 4
)

// errPulse says that the bytes are not a question or a pulse of this protocol.
var errPulse = errors.New("not a pulse between stations")

// A question is the seq (8 bytes, big-endian) and flags (1).
func (q question) encode() []byte {
	return append(binary.BigEndian.AppendUint64(nil, q.seq), flag(q.novice, flagNovice))
}

func parseQuestion(b []byte) (question, error) {
	if len(b) != questionBytes || b[8]&^flagNovice != 0 {
		return question{}, fmt.Errorf("%w: a question of %d bytes", errPulse, len(b))
	}
	return question{seq: binary.BigEndian.Uint64(b), novice: b[8] == flagNovice}, nil
}

// A pulse is clock (nanoseconds since 1970), applied, last, term and audited (8 bytes each, big-endian), flags (1) and hash (32).
func (p pulse) encode() []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, pulseBytes), uint64(p.clock.UnixNano())) //nolint:gosec // two's complement, both ways
	for _, number := range []uint64{p.applied, p.last, p.term, p.audited} {
		b = binary.BigEndian.AppendUint64(b, number)
	}
	b = append(b, flag(p.found, flagFound)|flag(p.novice, flagNovice)|flag(p.voteless, flagVoteless))
	return append(b, p.hash[:]...)
}

func parsePulse(b []byte) (pulse, error) {
	if len(b) != pulseBytes {
		return pulse{}, fmt.Errorf("%w: %d bytes", errPulse, len(b))
	}
	number := func(n int) uint64 { return binary.BigEndian.Uint64(b[8*n:]) }
	p := pulse{clock: time.Unix(0, int64(number(0))), applied: number(1), last: number(2), term: number(3), audited: number(4)} //nolint:gosec // as above
	flags := b[40]
	p.found, p.novice, p.voteless = flags&flagFound != 0, flags&flagNovice != 0, flags&flagVoteless != 0
	copy(p.hash[:], b[41:])
	if flags > flagFound|flagNovice|flagVoteless || !p.found && p.hash != (ledger.Head{}) {
		return pulse{}, fmt.Errorf("%w: flags %x", errPulse, flags)
	}
	return p, nil
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}

// ask sends a question and waits for the pulse.
func (q question) ask(conn net.Conn) (pulse, error) {
	if _, err := conn.Write(q.encode()); err != nil {
		return pulse{}, err
	}
	var b [pulseBytes]byte
	if _, err := io.ReadFull(conn, b[:]); err != nil {
		return pulse{}, err
	}
	return parsePulse(b[:])
}

// servePulse answers the questions of a peer until it hangs up.
func servePulse(conn net.Conn, answer func(question) pulse) {
	for {
		var b [questionBytes]byte
		if _, err := io.ReadFull(conn, b[:]); err != nil {
			return
		}
		q, err := parseQuestion(b[:])
		if err != nil {
			return
		}
		if _, err := conn.Write(answer(q).encode()); err != nil {
			return
		}
	}
}
