// Package trust knows who belongs to a street office: its authority, the certificate of each station, the one-time codes by which a
// station joins, and the protected connections between stations. It does not know who is a member today; that is asked of Members.
//
// Every station holds the key of the office's authority, so that any of them can let a new one in and renew its own certificate while the
// others are switched off. What shuts a station out is therefore never the authority alone: both sides of every handshake ask Members, and
// Members compares the station's key with the one the register holds.
package trust

import "errors"

var (
	// ErrNone says that the folder holds no identity: this station founded no office and joined none.
	ErrNone = errors.New("no identity in this folder")
	// ErrDamaged says that the files of an identity are incomplete, unreadable or do not belong together.
	ErrDamaged = errors.New("the identity is damaged")
	// ErrOtherOffice says that the certificate of the other side was not made by this office's authority, or names another office.
	ErrOtherOffice = errors.New("the certificate is of another office")
	// ErrNotYetValid says that a certificate begins in the future. One of the two clocks is wrong by more than a day.
	ErrNotYetValid = errors.New("the certificate is not valid yet")
	// ErrExpired says that a certificate is past its end: its station was switched off for long, or a clock is wrong.
	ErrExpired = errors.New("the certificate has expired")
	// ErrNoMember wraps what Members answered about the other side.
	ErrNoMember = errors.New("not admitted")
	// ErrAddress says that host:port cannot be put into a code.
	ErrAddress = errors.New("no address of a station")
	// ErrMistyped says that a code has a wrong, missing or additional letter. Nothing was sent.
	ErrMistyped = errors.New("the code is mistyped")
	// ErrCode says that the office does not take the code: wrong, used or expired. It is also what shows where somebody
	// between the two stations listens in.
	ErrCode = errors.New("the code is not accepted")
	// ErrUncertain comes with ErrUnreachable where the connection broke after the code was shown: the office may have let this station in.
	// The code may be used then: with a fresh one the station asks again, by the same key, and the office knows it.
	ErrUncertain = errors.New("whether the office let this station in is not known")
	// ErrUnreachable says that the station that made the code did not answer, or not as a station of this program does.
	ErrUnreachable = errors.New("the station of the code cannot be reached")
)

// ErrRefused is the office's no to a joiner whose code was right. The code stays good, so that the mistake can be corrected.
type ErrRefused struct {
	// Code is a refusal code such as "machine.taken".
	Code string
}

func (e *ErrRefused) Error() string { return "the office refuses: " + e.Code }

// Members says whether a station may take part. Both sides of every handshake ask; it must answer soon.
type Members interface {
	// Admit answers nil where the station is a member and key, the hex SHA-256 of its public key, is the one the office pinned.
	Admit(station, key string) error
}
