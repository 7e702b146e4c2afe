package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/cluster/trust"
	"jiezhan/station"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

type recoverCommand struct {
	configured
	ConfirmOffice  string `help:"${help_recover_office}" placeholder:"NAME"`
	ConfirmEntries string `help:"${help_recover_entries}" placeholder:"N"`
}

// Run lets the office begin again with this station, once a person has confirmed twice what is at stake.
func (c recoverCommand) Run(s *session) error {
	return s.stopped(c.Config, func(config Config, setting Setting) error {
		id, err := identify(config)
		if err != nil {
			return explainStart(config.Data, err)
		}
		held, err := openStopped(config, setting)
		if err != nil {
			return explainStart(config.Data, err)
		}
		if err = c.confirmed(s, config, held); err == nil {
			err = fence(config, setting, id, text.Say(text.Chinese, "recover.reason"), false)
		}
		if err == nil {
			_, _, err = cluster.Drain(config.Data, held.Machine()) // what the log holds and the register does not yet
		}
		if err == nil {
			err = beginLog(config, held)
		}
		if err := errors.Join(err, held.Close()); err != nil {
			return explainStart(config.Data, err)
		}
		return s.say("recover.done")
	})
}

func openStopped(c Config, s Setting) (*station.Station, error) {
	return station.Open(c.Data, station.Identity{ID: c.Station.ID, Community: c.Station.Community, Machine: c.Station.Machine}, station.Sources{Now: s.Now})
}

// confirmed shows what this station holds and asks for the office's name and for the number of entries: nobody types both without reading.
func (c recoverCommand) confirmed(s *session, config Config, held *station.Station) error {
	name, entries, at, err := holds(held)
	if err != nil {
		return err
	}
	if err := s.say("recover.shown", name, config.Station.ID, entries, at); err != nil {
		return err
	}
	answers := bufio.NewScanner(s.p.Stdin)
	for _, q := range []struct{ given, ask, want string }{
		{c.ConfirmOffice, "recover.ask_office", name}, {c.ConfirmEntries, "recover.ask_count", strconv.FormatUint(entries, 10)},
	} {
		if q.given == "" {
			fmt.Fprint(s.p.Stdout, text.Say(s.lang, q.ask))
			if answers.Scan() {
				q.given = answers.Text()
			}
		}
		if strings.TrimSpace(q.given) != q.want {
			return text.Failure(answers.Err(), "recover.mismatch")
		}
	}
	return nil
}

// holds tells the office's name, how many entries the audit chain has, and when the last of them was made.
func holds(s *station.Station) (name string, entries uint64, at string, err error) {
	ctx := context.Background()
	entries, _ = s.Machine().Chain()
	if last, found, err := s.Machine().AuditAt(ctx, entries); err != nil {
		return "", 0, "", err
	} else if found {
		at = last.At
	}
	err = s.ViewCommitted(ctx, func(q store.Query) error {
		o, _, err := office.Current(q)
		name = o.Name
		return err
	})
	return name, entries, at, err
}

// fence takes this station out of the office's life so far, before anything else is changed: whatever breaks off afterwards, it cannot take part there with
// entries that the others never decided. The epoch is drawn, so that no two lives have the same; the errand tells the register of it at the next start.
func fence(c Config, s Setting, id *trust.Identity, reason string, renew bool) error {
	epoch, err := uuid.NewRandomFromReader(s.Random)
	if err != nil {
		return fmt.Errorf("draw an epoch: %w", err)
	}
	e := errand{Kind: errandRecover, Station: id.Station(), Epoch: epoch.String(), Renew: renew, Reason: reason}
	if err := e.write(c.Data); err != nil {
		return err
	}
	id.SetEpoch(e.Epoch)
	return id.Save(c.Data)
}

// beginLog gives the office a log of its own that begins with the register as this station holds it.
func beginLog(c Config, held *station.Station) error {
	return cluster.Refound(c.Data, held.Machine(), held.Register(), c.Station.ID, c.advertised())
}
