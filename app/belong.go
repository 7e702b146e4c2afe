package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/uuid"

	"jiezhan/app/api"
	"jiezhan/app/text"
	"jiezhan/cluster/trust"
)

var (
	// errNoOffice says that a data folder belongs to no street office yet.
	errNoOffice = errors.New("the data folder belongs to no office yet")
	// errNobody says that a data folder has a register or a log, but nobody whose they are.
	errNobody = errors.New("the data folder has data and no identity")
)

// identify reads who the station in the data folder is: errNoOffice where nobody, a *text.Error where the folder cannot be used; that one wraps errNobody
// or trust.ErrDamaged where the station can still come back under a new id. A restore that broke off is finished first. The caller holds the folder's lock.
func identify(c Config) (*trust.Identity, error) {
	if _, err := settleRestore(c.Data); err != nil {
		return nil, err
	}
	id, err := trust.Load(c.Data)
	switch {
	case errors.Is(err, trust.ErrNone):
		for _, name := range []string{"station.db", "raft"} {
			if _, err := os.Stat(filepath.Join(c.Data, name)); err == nil {
				return nil, text.Failure(errNobody, "office.files", c.Data)
			}
		}
		return nil, errNoOffice
	case err != nil:
		return nil, text.Failure(err, "trouble.identity", c.Data, err)
	case id.Station() != c.Station.ID:
		return id, text.Failure(nil, "office.belongs_id", c.Data, id.Station(), c.Station.ID)
	default:
		return id, nil
	}
}

// found makes the folder the first station of a new office. The caller holds the folder's lock.
func found(c Config, s Setting) error {
	id, err := identify(c)
	if id != nil {
		return text.Failure(err, "office.belongs", c.Data, id.Office(), id.Station())
	}
	if !errors.Is(err, errNoOffice) {
		return err
	}
	office, err := uuid.NewRandomFromReader(s.Random)
	if err != nil {
		return fmt.Errorf("name the office: %w", err)
	}
	if id, err = trust.Found(office.String(), c.Station.ID, s.Wall(), s.Random); err != nil {
		return fmt.Errorf("found the office: %w", err)
	}
	if err := (errand{Kind: errandFound, Station: c.Station.ID}).write(c.Data); err != nil {
		return err
	}
	return id.Save(c.Data)
}

// joined is what a station that has joined tells its technician.
type joined struct {
	Office string
	// Aside is where the files of its earlier life are, or empty.
	Aside string
}

// join brings the folder into the office that gave the code. A station whose old data or identity cannot be used any more comes back under a new id,
// the old one being known by another key; its old files are set aside at the next start. The caller holds the folder's lock.
func join(ctx context.Context, c Config, s Setting, code string) (joined, error) {
	before, err := identify(c)
	fresh := errors.Is(err, errNoOffice)
	switch {
	case before != nil && before.Station() == c.Station.ID:
		return joined{}, text.Failure(nil, "office.belongs", c.Data, before.Office(), before.Station())
	case before == nil && !fresh && !errors.Is(err, errNobody) && !errors.Is(err, trust.ErrDamaged):
		return joined{}, err
	}
	id, welcome, err := trust.Join(ctx, c.Data, code, trust.JoinRequest{
		Station: c.Station.ID, Name: c.Station.Name, Community: c.Station.Community, Machine: c.Station.Machine, Address: c.advertised(),
	})
	if err != nil {
		return joined{}, explainJoin(err)
	}
	e := errand{Kind: errandJoin, Station: c.Station.ID}
	if !fresh {
		e.Aside, e.Renew = unusedName(c.Data, "former-"+s.Wall().UTC().Format("20060102-150405")), true
	}
	if err := e.write(c.Data); err != nil {
		return joined{}, err
	}
	return joined{Office: welcome.OfficeName, Aside: e.Aside}, id.Save(c.Data)
}

// explainJoin says what a technician can do about a code that did not work.
func explainJoin(err error) error {
	var refused *trust.ErrRefused
	switch {
	case errors.As(err, &refused):
		return text.Failure(err, "join.refused", refusalText(refused.Code, ""))
	case errors.Is(err, trust.ErrMistyped):
		return text.Failure(err, "join.invalid")
	case errors.Is(err, trust.ErrCode):
		return text.Failure(err, "join.wrong")
	case errors.Is(err, trust.ErrUnreachable):
		return text.Failure(err, "join.unreachable")
	default:
		return err
	}
}

// joinCode is the problem code by which the setup page tells of an error.
func joinCode(err error) string {
	var refused *trust.ErrRefused
	switch {
	case errors.As(err, &refused):
		return "join.refused"
	case errors.Is(err, trust.ErrMistyped):
		return "join.code_invalid"
	case errors.Is(err, trust.ErrCode):
		return "join.code_wrong"
	case errors.Is(err, trust.ErrUnreachable):
		return "join.unreachable"
	default:
		return "internal"
	}
}

// refusalText is a refusal of the office in the words of the command line.
func refusalText(code, detail string) *text.Error {
	if key := "refusal." + code; text.Known(key) {
		return text.Failure(nil, key)
	}
	if slices.Contains(api.StopCodes(), code) {
		return text.Failure(nil, code)
	}
	if detail != "" {
		code += ": " + detail
	}
	return text.Failure(nil, "refusal.other", code)
}
