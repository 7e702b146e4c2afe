package api

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// The system screen joins what the register, the network and the machine know.
func TestSystem(t *testing.T) {
	o := openOffice(t)
	at := time.Date(2026, 11, 20, 18, 30, 0, 0, time.UTC)
	o.keeper.upkeep = Upkeep{
		Disk: DiskUse{Register: 1, Log: 2, Snapshots: 3, Journal: 4, Free: 5, Total: 6, Low: true}, BackupConfigured: true,
		LastBackup: Backup{At: at, File: "a.age", Bytes: 7}, CertificateExpires: at.AddDate(1, 0, 0),
	}
	o.logIn("auditor")
	s := read[System](o.get("/api/v1/system"))
	if s.Self != "s1" || s.Mode != "normal" || s.ClusterVersion != 1 || s.SupportedVersion < 1 || s.Program != "test" || s.Chain.Alarm != nil || len(s.Chain.Head) != 64 || s.Chain.Seq == 0 {
		t.Errorf("system = %+v", s)
	}
	if s.CanRaise != (s.SupportedVersion > 1) {
		t.Errorf("can raise = %t from 1 to %d", s.CanRaise, s.SupportedVersion)
	}
	if want := (Disk{1, 2, 3, 4, 5, 6, true}); s.Disk != want {
		t.Errorf("disk = %+v, want %+v", s.Disk, want)
	}
	if want := (BackupState{Configured: true, LastAt: "2026-11-20T18:30:00.000Z", LastFile: "a.age", LastBytes: 7}); s.Backup != want {
		t.Errorf("backup = %+v, want %+v", s.Backup, want)
	}
	if s.Certificate.ExpiresAt != "2027-11-20T18:30:00.000Z" {
		t.Errorf("certificate = %+v", s.Certificate)
	}
	if len(s.Members) != 2 {
		t.Fatalf("members = %+v", s.Members)
	}
	self, other := s.Members[0], s.Members[1]
	if !self.Leader || !self.Reachable || self.Applied != s.Applied || self.Lag != 0 || self.Name != "青松社区服务站" || self.State != "member" || self.Program != "test" {
		t.Errorf("self = %+v", self)
	}
	if other.Reachable || other.Applied != 0 || other.OffsetMS != nil || other.Name != "梧桐社区服务站" || other.Address != "127.0.0.1:7602" {
		t.Errorf("other = %+v", other)
	}
}

// What the network measures is shown beside the register's line; a station unknown to the register is shown too.
func TestMembersAsTheNetworkSeesThem(t *testing.T) {
	o := openOffice(t)
	seen := time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC)
	peers := Standing{Peers: []Peer{
		{ID: "s2", Address: "elsewhere", Voter: true, Reachable: true, Applied: 90, Offset: -2500 * time.Millisecond, Seen: seen},
		{ID: "s9", Address: "10.7.0.9:7600"},
	}}
	members := o.api.members(nil, peers, System{Self: "s1", Applied: 100, LastIndex: 100})
	late := int64(-2500)
	want := []SystemMember{
		{ID: "s2", Name: "梧桐社区服务站", Address: "elsewhere", Voter: true, Reachable: true, State: "member", Applied: 90, Lag: 10, OffsetMS: &late, SeenAt: "2026-11-21T01:00:00.000Z"},
		{ID: "s9", Name: "s9", Address: "10.7.0.9:7600", State: "member"},
	}
	if !reflect.DeepEqual(members, want) {
		t.Errorf("members = %+v, want %+v", members, want)
	}
	for offset, warning := range map[time.Duration]bool{0: false, 2 * time.Second: false, 2001 * time.Millisecond: true, -3 * time.Second: true} {
		if got := clockOffset(offset); got.Warning != warning || got.OffsetMS != offset.Milliseconds() {
			t.Errorf("offset %s = %+v", offset, got)
		}
	}
}

// A chain that is not that of a peer is told at once and named on the system screen.
func TestTheChainAlarm(t *testing.T) {
	o := openOffice(t)
	pages := o.listen("")
	pages.until("card ")
	o.log.mu.Lock()
	o.log.differs = &Difference{Peer: "s2", Seq: 17, Index: 23, Kind: "residence.register.v1", At: "2026-11-21T01:00:00.000Z"}
	o.log.mu.Unlock()
	if event, _ := pages.until("mode "); !strings.Contains(event, `"chain_alarm":true`) {
		t.Errorf("event = %s", event)
	}
	o.logIn("auditor")
	alarm := read[System](o.get("/api/v1/system")).Chain.Alarm
	want := ChainAlarm{Peer: "s2", PeerName: "梧桐社区服务站", Seq: 17, Index: 23, Kind: "residence.register.v1", At: "2026-11-21T01:00:00.000Z"}
	if alarm == nil || *alarm != want {
		t.Errorf("alarm = %+v, want %+v", alarm, want)
	}
}

// The administrator adds and removes stations, raises the version and makes backups.
func TestMembership(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	if got, want := read[JoinCode](o.post("/api/v1/office/codes", nil).want(http.StatusCreated)), (JoinCode{"ABCD-EFGH", "2026-11-21T01:15:00.000Z"}); got != want {
		t.Errorf("code = %+v, want %+v", got, want)
	}
	const path = "/api/v1/office/stations/"
	for _, c := range []struct {
		station, reason, want string
	}{
		{"s9", "机器报废", "404 station.unknown station:station.unknown"},
		{"s2", " ", "422 validation reason:office.reason_required"},
	} {
		if got := o.post(path+c.station+"/remove", RemoveStationInput{uuid.NewString(), c.reason}).problem(); got != c.want {
			t.Errorf("remove %s = %s, want %s", c.station, got, c.want)
		}
	}
	remove := RemoveStationInput{uuid.NewString(), "机器报废"}
	o.post(path+"s2/remove", remove).want(http.StatusNoContent)
	o.post(path+"s2/remove", remove).want(http.StatusNoContent) // the same request again
	if got, want := o.post(path+"s1/remove", RemoveStationInput{uuid.NewString(), "机器报废"}).problem(), "409 station.last station:station.last"; got != want {
		t.Errorf("the last one = %s, want %s", got, want)
	}
	if members := read[System](o.get("/api/v1/system")).Members; len(members) != 2 || members[1].State != "removed" {
		t.Errorf("members = %+v", members)
	}
	if supported := o.station.Machine().Supported(); supported == 1 {
		if got, want := o.post("/api/v1/office/raise", RequestOnly{uuid.NewString()}).problem(), "409 version.not_higher to:version.not_higher"; got != want {
			t.Errorf("raise = %s, want %s", got, want)
		}
	}
	o.keeper.backup = Backup{At: time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC), File: "b.age", Bytes: 12}
	if got, want := read[BackupMade](o.post("/api/v1/backups", nil).want(http.StatusCreated)), (BackupMade{"2026-11-21T01:00:00.000Z", "b.age", 12}); got != want {
		t.Errorf("backup = %+v, want %+v", got, want)
	}
	for err, want := range map[error]string{ErrNoBackup: "409 backup.not_configured", errors.New("disk"): "500 backup.failed"} {
		o.keeper.err = err
		if got := o.post("/api/v1/backups", nil).problem(); got != want {
			t.Errorf("backup with %v = %s, want %s", err, got, want)
		}
	}
}
