package api

import "net/http"

// System is how the office's stations and this machine are doing. It holds no personal data.
type System struct {
	Self             string          `json:"self"`
	Mode             string          `json:"mode" enum:"normal,no_leader,catching_up,isolated,returning,stopped"`
	ClusterVersion   int             `json:"cluster_version" doc:"What the office works by"`
	SupportedVersion int             `json:"supported_version" doc:"The newest this station's program knows"`
	Program          string          `json:"program"`
	CanRaise         bool            `json:"can_raise" doc:"Every station knows a newer version than the office works by"`
	Applied          uint64          `json:"applied"`
	LastIndex        uint64          `json:"last_index"`
	Chain            Chain           `json:"chain"`
	Clock            ClockOffset     `json:"clock"`
	Members          []SystemMember  `json:"members"`
	Disk             Disk            `json:"disk"`
	Journal          JournalCounts   `json:"journal"`
	ConflictsOpen    int             `json:"conflicts_open"`
	Backup           BackupState     `json:"backup"`
	Certificate      CertificateInfo `json:"certificate"`
}

// Chain is the audit chain of this station.
type Chain struct {
	Seq   uint64      `json:"seq"`
	Head  string      `json:"head" doc:"Hex; equal on all stations at the same seq"`
	Alarm *ChainAlarm `json:"alarm,omitempty"`
}

// ChainAlarm names the first entry that another station holds differently.
type ChainAlarm struct {
	Peer     string `json:"peer"`
	PeerName string `json:"peer_name"`
	Seq      uint64 `json:"seq"`
	Index    uint64 `json:"index"`
	Kind     string `json:"kind"`
	At       string `json:"at"`
}

// ClockOffset compares this station's clock with the leader's.
type ClockOffset struct {
	OffsetMS int64 `json:"offset_ms"`
	Warning  bool  `json:"warning" doc:"More than two seconds apart"`
}

// SystemMember is one station of the office, or one that was removed.
type SystemMember struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Address   string `json:"address"`
	Voter     bool   `json:"voter"`
	Leader    bool   `json:"leader"`
	Reachable bool   `json:"reachable"`
	State     string `json:"state" enum:"member,removed"`
	Program   string `json:"program"`
	Applied   uint64 `json:"applied" doc:"0 while unknown"`
	Lag       uint64 `json:"lag" doc:"Entries of the log not in that station's copy yet"`
	OffsetMS  *int64 `json:"offset_ms,omitempty" doc:"That station's clock minus this one's"`
	SeenAt    string `json:"seen_at,omitempty" format:"date-time"`
}

// Disk counts bytes on the disk of the data folder.
type Disk struct {
	Register  int64 `json:"register_bytes"`
	Log       int64 `json:"log_bytes"`
	Snapshots int64 `json:"snapshot_bytes"`
	Journal   int64 `json:"journal_bytes"`
	Free      int64 `json:"free_bytes"`
	Total     int64 `json:"total_bytes"`
	Low       bool  `json:"low"`
}

// JournalCounts is how much of the journal is not settled.
type JournalCounts struct {
	Waiting   int `json:"waiting"`
	Attention int `json:"attention"`
}

// BackupState is the last backup of this station and the next.
type BackupState struct {
	Configured bool   `json:"configured"`
	LastAt     string `json:"last_at,omitempty" format:"date-time"`
	LastFile   string `json:"last_file,omitempty"`
	LastBytes  int64  `json:"last_bytes,omitempty"`
	LastCode   string `json:"last_code,omitempty" doc:"What went wrong with it"`
	NextAt     string `json:"next_at,omitempty" format:"date-time"`
}

// CertificateInfo is this station's certificate.
type CertificateInfo struct {
	ExpiresAt string `json:"expires_at,omitempty" format:"date-time"`
}

func (a *API) systemRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/system", id: "system", need: "cluster.read"}, a.readSystem)
}
