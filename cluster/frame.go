package cluster

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"jiezhan/station/ledger"
)

// status says what an item of a frame is.
type status byte

const (
	statusCommand   status = 1 // body: an envelope as JSON
	statusOutcome   status = 2 // body: an outcome as JSON
	statusNoLeader  status = 3 // the command was not written: this station does not lead
	statusUncertain status = 4 // the command may or may not be decided
	statusRejected  status = 5 // body: why the command cannot be taken
)

// item is one command on its way to the leader, or its answer. The sender draws the id; the answer carries it back.
type item struct {
	id     uint64
	status status
	body   []byte
}

func (i item) size() int { return itemHead + len(i.body) }

const (
	// maxBody bounds one command or answer, in bytes.
	maxBody = 1 << 20
	// frameBytes is where a sender begins another frame, maxFrame what a receiver takes at most.
	frameBytes = 256 << 10
	maxFrame   = frameBytes + maxBody + itemHead
	// maxItems bounds the items of one frame.
	maxItems = ledger.MaxGroup
	// itemHead is id, status and length of the body.
	itemHead = 8 + 1 + 4
)

// errFrame says that the bytes are not a frame of this protocol.
var errFrame = errors.New("not a frame between stations")

// appendFrame writes a frame: length of the rest (4 bytes), then for each item id (8), status (1), length (4) and body. All
// numbers are big-endian and of fixed width, so a list of items has only one form.
func appendFrame(to []byte, items []item) []byte {
	start := len(to)
	to = append(to, 0, 0, 0, 0)
	for _, i := range items {
		to = binary.BigEndian.AppendUint64(to, i.id)
		to = append(to, byte(i.status))
		to = binary.BigEndian.AppendUint32(to, uint32(len(i.body))) //nolint:gosec // senders keep to maxBody
		to = append(to, i.body...)
	}
	binary.BigEndian.PutUint32(to[start:], uint32(len(to)-start-4)) //nolint:gosec // senders keep to maxFrame
	return to
}

// parseFrame reads what follows the length. The bodies lie in b.
func parseFrame(b []byte) ([]item, error) {
	var items []item
	for len(b) > 0 {
		if len(b) < itemHead {
			return nil, fmt.Errorf("%w: cut short in the head of an item", errFrame)
		}
		next := item{id: binary.BigEndian.Uint64(b), status: status(b[8])}
		size := binary.BigEndian.Uint32(b[9:])
		b = b[itemHead:]
		if next.status < statusCommand || next.status > statusRejected {
			return nil, fmt.Errorf("%w: status %d", errFrame, next.status)
		}
		if size > maxBody || int(size) > len(b) {
			return nil, fmt.Errorf("%w: a body of %d bytes", errFrame, size)
		}
		if len(items) == maxItems {
			return nil, fmt.Errorf("%w: more than %d items", errFrame, maxItems)
		}
		next.body, b = b[:size:size], b[size:]
		items = append(items, next)
	}
	if len(items) == 0 {
		return nil, fmt.Errorf("%w: empty", errFrame)
	}
	return items, nil
}

// readFrame reads one frame from a connection.
func readFrame(from io.Reader) ([]item, error) {
	var head [4]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxFrame {
		return nil, fmt.Errorf("%w: %d bytes", errFrame, size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(from, body); err != nil {
		return nil, err
	}
	return parseFrame(body)
}

// writeFrames sends what a queue gathers, many items a frame, until stop closes or the connection breaks. It shows each
// item to leaving before it is sent.
func writeFrames(to io.Writer, q *queue[item], stop <-chan struct{}, leaving func([]item)) error {
	var buffer []byte
	for {
		select {
		case <-q.ready:
		case <-stop:
			return nil
		}
		for !q.empty() {
			items := q.take(upTo(maxItems, frameBytes, item.size))
			leaving(items)
			buffer = appendFrame(buffer[:0], items)
			if _, err := to.Write(buffer); err != nil {
				return err
			}
		}
	}
}
