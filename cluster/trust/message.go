package trust

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
)

// The sizes of the two messages of a join, in bytes.
const (
	maxApplication = 16 << 10
	maxReply       = 96 << 10
)

// binding ties a proof to one connection and one application: an exporter of TLS (RFC 9266 tells why; RFC 8446 section 7.5 how) differs on
// the two sides of anyone who listens in between, and so do the proofs.
type binding [2 * sha256.Size]byte

func bind(conn *tls.Conn, application []byte) (binding, error) {
	state := conn.ConnectionState()
	channel, err := state.ExportKeyingMaterial("EXPORTER-jiezhan-join", nil, sha256.Size)
	if err != nil {
		return binding{}, fmt.Errorf("bind to the connection: %w", err)
	}
	sum := sha256.Sum256(application)
	return binding(append(channel, sum[:]...)), nil
}

// joiner proves that the joiner knows the secret.
func (b binding) joiner(secret []byte) []byte { return b.prove(secret, "joiner", nil) }

// office proves that the office knows it, and that the answer is its own.
func (b binding) office(secret, answer []byte) []byte { return b.prove(secret, "office", answer) }

// prove needs no stretched key: eighty random bits last longer than a code does.
func (b binding) prove(secret []byte, who string, said []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(who))
	mac.Write(b[:])
	mac.Write(said)
	return mac.Sum(nil)
}

// writeMessage sends a body with its length before and its proof behind.
func writeMessage(w io.Writer, body, proof []byte) error {
	message := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(body)+len(proof)), uint32(len(body)))
	_, err := w.Write(append(append(message, body...), proof...))
	return err
}

// readMessage reads what writeMessage sent, of at most limit bytes.
func readMessage(r io.Reader, limit uint32) (body, proof []byte, err error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, nil, fmt.Errorf("read message: %w", err)
	}
	length := binary.BigEndian.Uint32(head[:])
	if length > limit {
		return nil, nil, fmt.Errorf("read message: %d bytes, at most %d are taken", length, limit)
	}
	message := make([]byte, length+sha256.Size)
	if _, err := io.ReadFull(r, message); err != nil {
		return nil, nil, fmt.Errorf("read message: %w", err)
	}
	return message[:length], message[length:], nil
}
