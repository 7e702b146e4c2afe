package api

import (
	"context"
	"errors"
	"net/http"

	"jiezhan/station"
	"jiezhan/station/office"
)

// JoinCode lets one new station join the office.
type JoinCode struct {
	Code      string `json:"code" doc:"In groups, as it is to be typed"`
	ExpiresAt string `json:"expires_at" format:"date-time"`
}

// RemoveStationInput removes a station for good.
type RemoveStationInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Reason    string `json:"reason" maxLength:"400"`
}

// Raised is the version the office works by now.
type Raised struct {
	ClusterVersion int `json:"cluster_version"`
}

// BackupMade is a backup that went well.
type BackupMade struct {
	At    string `json:"at" format:"date-time"`
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
}

func (a *API) membershipRoutes() {
	const may = "office.manage"
	answer(a, route{method: http.MethodPost, path: "/api/v1/office/codes", id: "issue-code", need: may, status: http.StatusCreated}, a.issueCode)
	perform(a, route{method: http.MethodPost, path: "/api/v1/office/stations/{id}/remove", id: "remove-station", need: may}, a.removeStation)
	answer(a, route{method: http.MethodPost, path: "/api/v1/office/raise", id: "raise-version", need: may}, a.raiseVersion)
	answer(a, route{method: http.MethodPost, path: "/api/v1/backups", id: "back-up", need: may, status: http.StatusCreated}, a.backUp)
}

// ErrNoBackup says that no folder or no recipient for backups is configured.
var ErrNoBackup = errors.New("backups are not configured")

// issueCode makes a code for one new station. A station that is cut off could not admit it.
func (a *API) issueCode(ctx context.Context, _ *nothing) (JoinCode, error) {
	if a.cutOff() {
		return JoinCode{}, refuse("cluster.cut_off")
	}
	code, expires, err := a.Keeper.IssueCode(ctx)
	return JoinCode{Code: code, ExpiresAt: timeText(expires)}, err
}

// cutOff tells that what needs the other stations need not be tried.
func (a *API) cutOff() bool { return a.Station.Standing().Mode == station.Isolated }

func (a *API) removeStation(ctx context.Context, in *bodyOnID[RemoveStationInput]) error {
	_, err := execute[office.Admitted](ctx, a, actor(ctx), in.Body.RequestID, office.Remove{Station: in.ID, Reason: in.Body.Reason})
	return err
}

// raiseVersion raises the office to the newest version that every station supports. Where there is none, the register says which stations are behind.
func (a *API) raiseVersion(ctx context.Context, in *bodyOf[RequestOnly]) (Raised, error) {
	stations, err := view(ctx, a, office.Stations)
	if err != nil {
		return Raised{}, err
	}
	machine := a.Station.Machine()
	to := newestEverywhere(stations)
	if to <= machine.Version() {
		to = machine.Supported()
	}
	done, err := execute[office.Raised](ctx, a, actor(ctx), in.Body.RequestID, office.Raise{To: to})
	return Raised{ClusterVersion: done.Version}, err
}

func (a *API) backUp(ctx context.Context, _ *nothing) (BackupMade, error) {
	made, err := a.Keeper.Backup(ctx)
	switch {
	case errors.Is(err, ErrNoBackup):
		return BackupMade{}, refuse("backup.not_configured")
	case err != nil:
		a.log.ErrorContext(ctx, "backup", "error", err)
		return BackupMade{}, refuse("backup.failed")
	}
	return BackupMade{At: timeText(made.At), File: made.File, Bytes: made.Bytes}, nil
}
