package permit

import (
	"encoding/base64"
	"errors"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// position is the place of a row in a list: what the list is ordered by, and the id where that is equal.
type position struct {
	key, id string
}

// errCursor says that a text is not the end of a page of this list.
var errCursor = errors.New("not a cursor of this list")

// cursor packs a position for the next page. It means nothing outside this list.
func (p position) cursor(view View) string {
	return base64.RawURLEncoding.EncodeToString([]byte(string(view) + "|" + p.key + "|" + p.id))
}

// parseCursor reads what cursor wrote for the same view.
func parseCursor(view View, text string) (position, error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return position{}, errCursor
	}
	parts := strings.Split(string(raw), "|")
	if len(parts) != 3 || parts[0] != string(view) || parts[2] == "" {
		return position{}, errCursor
	}
	p := position{key: parts[1], id: parts[2]}
	if view == Due {
		_, err = calendar.ParseDate(p.key)
	} else {
		_, err = ledger.ParseTime(p.key)
	}
	if err != nil {
		return position{}, errCursor
	}
	return p, nil
}
