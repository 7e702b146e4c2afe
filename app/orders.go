package app

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/api"
	"jiezhan/app/control"
	"jiezhan/cluster"
	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
)

// The requests and answers on the control socket. Whoever may open the socket may do what the station's own user may do.
type (
	nothing struct{}
	issued  struct {
		Code    string    `json:"code"`
		Expires time.Time `json:"expires"`
	}
	listed struct {
		Stations []listedStation `json:"stations"`
	}
	listedStation struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Address string `json:"address"`
		State   string `json:"state"`
	}
	removal struct {
		Station string `json:"station"`
		Reason  string `json:"reason"`
	}
	relocation struct {
		Station string `json:"station"`
		Address string `json:"address"`
	}
	raised struct {
		Version int `json:"version"`
	}
	saving struct {
		Folder string `json:"folder"`
	}
	saved struct {
		File  string `json:"file"`
		Bytes int64  `json:"bytes"`
	}
)

// listenForCommands answers what is typed on this machine.
func (r *Running) listenForCommands() error {
	listener, err := control.Listen(r.config.Data)
	if err != nil {
		return err
	}
	m := control.NewMux(r.problemOf)
	control.Handle(m, "code", r.issueCode)
	control.Handle(m, "list", r.listStations)
	control.Handle(m, "remove", r.removeStation)
	control.Handle(m, "move", r.moveStation)
	control.Handle(m, "raise", r.raise)
	control.Handle(m, "backup", r.saveBackup)
	server := &http.Server{Handler: m, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			r.log.Error("commands are not heard any more", "error", err)
		}
	}()
	r.later(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), leaving)
		defer cancel()
		err := server.Shutdown(ctx)
		if err != nil {
			err = server.Close()
		}
		<-done
		return errors.Join(err, control.Forget(r.config.Data))
	})
	return nil
}

// problemOf says why this station has stopped where that is the reason, and otherwise what the error says.
func (r *Running) problemOf(err error) *control.Problem {
	if code := r.place.Standing().StopCode; code != "" && (retryable(err) || errors.Is(err, station.ErrStale)) {
		return &control.Problem{Code: code}
	}
	return problemOf(err)
}

// problemOf words an error for the other end of the socket, and for a station that asks to be let in.
func problemOf(err error) *control.Problem {
	var refusal *ledger.Refusal
	switch {
	case errors.As(err, &refusal) && len(refusal.Problems) > 0:
		return &control.Problem{Code: refusal.Problems[0].Code, Params: refusal.Problems[0].Params}
	case errors.Is(err, station.ErrCutOff):
		return &control.Problem{Code: "cluster.cut_off"}
	case errors.Is(err, station.ErrNoLeader), errors.Is(err, station.ErrUncertain), errors.Is(err, errNotYet):
		return &control.Problem{Code: "cluster.no_leader"}
	case errors.Is(err, station.ErrStale):
		return &control.Problem{Code: "cluster.stopped"}
	case errors.Is(err, api.ErrNoBackup):
		return &control.Problem{Code: "backup.not_configured"}
	default:
		return &control.Problem{Code: "internal", Detail: err.Error()}
	}
}

func (r *Running) issueCode(ctx context.Context, _ nothing) (issued, error) {
	code, expires, err := r.upkeep.IssueCode(ctx)
	return issued{code, expires}, err
}

func (r *Running) listStations(context.Context, nothing) (listed, error) {
	stations, err := committed(r, office.Stations)
	if err != nil {
		return listed{}, err
	}
	states := map[string]string{}
	for _, m := range r.place.now().Status().Members {
		switch {
		case m.Leader:
			states[m.ID] = "leader"
		case errors.Is(m.Refusal, cluster.ErrOtherOffice):
			states[m.ID] = "apart"
		case !m.Reachable:
			states[m.ID] = "waiting"
		case m.Voter:
			states[m.ID] = "voter"
		default:
			states[m.ID] = "copy"
		}
	}
	var l listed
	for _, s := range stations {
		state := states[s.ID]
		if s.State == office.Removed {
			state = "removed"
		} else if state == "" {
			state = "waiting"
		}
		l.Stations = append(l.Stations, listedStation{s.ID, s.Name, s.Address, state})
	}
	return l, nil
}

func (r *Running) removeStation(ctx context.Context, in removal) (nothing, error) {
	return nothing{}, r.order(ctx, uuid.NewString(), office.Remove(in))
}

func (r *Running) moveStation(ctx context.Context, in relocation) (nothing, error) {
	return nothing{}, r.order(ctx, uuid.NewString(), office.Move(in))
}

// raise takes the office to the newest version that this program knows; the office itself refuses where a member does not.
func (r *Running) raise(ctx context.Context, _ nothing) (raised, error) {
	to := r.Station.Machine().Supported()
	return raised{to}, r.order(ctx, uuid.NewString(), office.Raise{To: to})
}

func (r *Running) saveBackup(ctx context.Context, in saving) (saved, error) {
	folder := in.Folder
	if folder == "" {
		folder = r.config.Backup.Folder
	}
	made, err := r.upkeep.backupTo(ctx, folder)
	if err != nil && !errors.Is(err, api.ErrNoBackup) && !errors.Is(err, errNotYet) {
		err = &control.Problem{Code: "backup.failed", Detail: err.Error()}
	}
	return saved{made.File, made.Bytes}, err
}
