package cluster

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// hello is what each side of a connection says of itself first.
type hello struct {
	office, id string // life of the office, station
	Incarnation
}

// maxHello bounds the bytes of a hello after its length.
const maxHello = 4*(1+0xff) + 8

// errHello says that the bytes are not a hello of this protocol.
var errHello = errors.New("not a hello between stations")

// appendHello writes a hello: length of the rest (2 bytes), then office, station, epoch and boot, each after its length (1 byte), then
// start (8 bytes). All numbers are big-endian, so a hello has only one form. A text of more than 255 bytes is cut.
func appendHello(to []byte, h hello) []byte {
	at := len(to)
	to = append(to, 0, 0)
	for _, text := range []string{h.office, h.id, h.Epoch, h.Boot} {
		text = text[:min(len(text), 0xff)]
		to = append(to, byte(len(text))) //nolint:gosec // cut above
		to = append(to, text...)
	}
	to = binary.BigEndian.AppendUint64(to, h.Start)
	binary.BigEndian.PutUint16(to[at:], uint16(len(to)-at-2)) //nolint:gosec // maxHello fits
	return to
}

// parseHello reads what follows the length.
func parseHello(b []byte) (hello, error) {
	var h hello
	for _, text := range []*string{&h.office, &h.id, &h.Epoch, &h.Boot} {
		if len(b) < 1 || len(b) < 1+int(b[0]) {
			return hello{}, fmt.Errorf("%w: cut short", errHello)
		}
		*text, b = string(b[1:1+int(b[0])]), b[1+int(b[0]):]
	}
	if len(b) != 8 {
		return hello{}, fmt.Errorf("%w: %d bytes at its end", errHello, len(b))
	}
	if h.id == "" {
		return hello{}, fmt.Errorf("%w: no station", errHello)
	}
	h.Start = binary.BigEndian.Uint64(b)
	return h, nil
}

func readHello(from io.Reader) (hello, error) {
	var head [2]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return hello{}, err
	}
	size := binary.BigEndian.Uint16(head[:])
	if size > maxHello {
		return hello{}, fmt.Errorf("%w: %d bytes", errHello, size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(from, body); err != nil {
		return hello{}, err
	}
	return parseHello(body)
}
