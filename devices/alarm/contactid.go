package alarm

import (
	"slices"
	"strings"
)

// The Contact ID block (SIA DC-05-1999): ACCT MT Q XYZ GG CCC S.
const (
	blockLen = 16
	// maxRun is how much is held of bytes that do not come apart into blocks.
	maxRun = 1024
)

// contactIDDecoder reads a recorded stream of bare blocks: one behind the other, or blanks and control bytes between them.
// Nobody waits for an answer: whatever sends blocks bare has had its own.
type contactIDDecoder struct {
	settings Settings
	run      []byte // since the last blank or control byte
}

func newContactID(s Settings) Decoder { return &contactIDDecoder{settings: s} }

// Feed takes the next bytes.
func (d *contactIDDecoder) Feed(p []byte, emit func(Message)) {
	for len(p) > 0 {
		end := slices.IndexFunc(p, isSeparator)
		piece := p
		if end >= 0 {
			piece = p[:end]
		}
		if room := maxRun - len(d.run); len(piece) >= room {
			piece, end = piece[:room], -1
		}
		d.run, p = append(d.run, piece...), p[len(piece):]
		if end >= 0 {
			p = p[1:]
		}
		if end >= 0 || len(d.run) == maxRun {
			d.finish(ErrLength, emit)
		}
	}
}

func isSeparator(c byte) bool { return c == ' ' || isControl(c) }

// Pause ends the run.
func (d *contactIDDecoder) Pause(emit func(Message)) { d.finish(ErrCut, emit) }

// finish takes a run apart into sound blocks and the pieces between them. A last piece that is too short has the fault that
// ended the run.
func (d *contactIDDecoder) finish(short string, emit func(Message)) {
	run, done := string(d.run), 0
	d.run = d.run[:0]
	for _, at := range findBlocks(run) {
		if done < at {
			emit(d.fault(run[done:at], ErrLength))
		}
		emit(d.block(run[at : at+blockLen]))
		done = at + blockLen
	}
	if done < len(run) {
		emit(d.fault(run[done:], short))
	}
}

// findBlocks is where the sound blocks of a run start. It searches from the end, which is whole more likely than what is
// before it: a cut block followed by its repeat must not lend the repeat its first digits.
func findBlocks(run string) (starts []int) {
	for end := len(run); end >= blockLen; {
		if at := end - blockLen; sound(run[at:end]) {
			starts = append(starts, at)
			end = at
		} else {
			end--
		}
	}
	slices.Reverse(starts)
	return starts
}

func (d *contactIDDecoder) block(block string) Message {
	sig := Signal{Protocol: ContactID, Raw: []byte(block)}
	d.settings.contactID(&sig, block[:4], block[6:blockLen-1])
	return Message{Signals: []Signal{sig}, Keep: true}
}

// fault is the message about bytes that are no sound block.
func (d *contactIDDecoder) fault(piece, short string) Message {
	sig := Signal{Protocol: ContactID, Category: Unknown, Raw: []byte(piece)}
	switch {
	case !all(piece, isHex):
		sig.Error = ErrFormat
	case len(piece) != blockLen:
		sig.Error = short
	case digitSum(piece)%15 != 0:
		sig.Error = ErrCheck
	default:
		sig.Error = ErrUnparsed
	}
	return Message{Signals: []Signal{sig}, Keep: sig.Error != ErrCut}
}

// sound reports whether 16 bytes are a block that can be read: fields and check digit.
func sound(block string) bool {
	return isMessageType(block[4:6]) && isDigit(block[6]) && contactIDFields(block[:4], block[6:blockLen-1]) &&
		isHex(block[blockLen-1]) && digitSum(block)%15 == 0
}

// isMessageType knows the two numbers that announce Contact ID.
func isMessageType(s string) bool { return s == "18" || s == "98" }

// contactIDFields reports whether the account and Q XYZ GG CCC, "1101" "02" "012" without blanks, hold what they can.
func contactIDFields(account, rest string) bool {
	_, qualified := qualifierOf(rest[0])
	return qualified && all(account, isHex) && all(rest[1:4], isHex) && all(rest[4:], isDigit)
}

// contactID reads an account and Q XYZ GG CCC into sig. It is false where they are not of this form.
func (s Settings) contactID(sig *Signal, account, rest string) bool {
	if len(rest) != len("110102012") || !contactIDFields(account, rest) {
		return false
	}
	sig.Account = strings.ReplaceAll(account, "A", "0") // on the phone line a 0 is sent as A
	sig.Qualifier, _ = qualifierOf(rest[0])
	sig.Event, sig.Partition, sig.Zone = rest[1:4], rest[4:6], rest[6:]
	s.classify(sig)
	return true
}

// qualifierOf reads a qualifier as digit or, from receivers, as letter.
func qualifierOf(c byte) (q int, found bool) {
	switch c {
	case '1', 'E':
		return New, true
	case '3', 'R':
		return Restore, true
	case '6', 'P':
		return Present, true
	}
	return 0, false
}

// digitSum adds up digits: 0 and A count 10, B to F 11 to 15. Over a whole block it is divisible by 15.
func digitSum(digits string) (sum int) {
	for i := range len(digits) {
		switch c := digits[i]; {
		case c == '0':
			sum += 10
		case isDigit(c):
			sum += int(c - '0')
		default:
			sum += int(c-'A') + 10
		}
	}
	return sum
}

// encodeContactID writes a block and a line end.
func encodeContactID(sig Signal, _ Settings) []byte {
	b := padLeft(sig.Account, 4, '0') + "18" + contactIDText(sig, "136")
	check := " 1234567890BCDEF"[15-digitSum(b)%15]
	return []byte(b + string(check) + "\r\n")
}

// contactIDText writes Q XYZ GG CCC; letters stand for a new event, a restore and one that is still present.
func contactIDText(sig Signal, letters string) string {
	q := letters[0]
	switch sig.Qualifier {
	case Restore:
		q = letters[1]
	case Present:
		q = letters[2]
	}
	return string(q) + padLeft(sig.Event, 3, '0') + padLeft(sig.Partition, 2, '0') + padLeft(sig.Zone, 3, '0')
}

// padLeft fills s up to width.
func padLeft(s string, width int, with byte) string {
	return strings.Repeat(string(with), max(0, width-len(s))) + s
}
