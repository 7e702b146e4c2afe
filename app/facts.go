package app

import (
	"jiezhan/app/ops"
	"jiezhan/app/ports"
	"jiezhan/station/conflict"
)

// facts are the figures for those who watch over machines.
func (r *Running) facts() ops.Facts {
	status, standing, mode, up := r.place.now().Status(), r.Station.Standing(), r.api.Mode(), r.upkeep.Upkeep()
	conflicts, err := committed(r, conflict.Count)
	if err != nil {
		r.log.Warn("count the conflicts", "error", err)
	}
	r.upkeep.mu.Lock()
	snapshotAt := r.upkeep.snapshotAt
	r.upkeep.mu.Unlock()
	facts := ops.Facts{
		Applied: status.Applied, LastIndex: status.LastIndex, Term: status.Term, Leads: status.Leader == r.config.Station.ID, Mode: mode.Mode,
		Waiting: standing.Waiting, Attention: standing.Attention, Conflicts: conflicts, Offset: status.Offset,
		Members: len(status.Members), Reachable: mode.Reachable, Free: up.Disk.Free, Total: up.Disk.Total,
		Bytes:      map[string]int64{"register": up.Disk.Register, "log": up.Disk.Log, "snapshots": up.Disk.Snapshots, "journal": up.Disk.Journal},
		SnapshotAt: snapshotAt, CertificateExpires: up.CertificateExpires, ChainAlarm: status.Differs != nil,
		Devices: deviceFacts(r.ports.List()),
	}
	if up.LastBackup.Code == "" {
		facts.BackupAt = up.LastBackup.At
	}
	return facts
}

func deviceFacts(devices []ports.Device) []ops.Device {
	facts := make([]ops.Device, len(devices))
	for i, d := range devices {
		c := d.Counters
		facts[i] = ops.Device{
			ID: d.Spec.ID, Kind: string(d.Spec.Kind), Ready: d.State == ports.Ready, BytesIn: c.BytesIn, BytesOut: c.BytesOut, Stored: c.Stored,
			NotStored: c.NotStored, Garbage: c.Garbage, Heartbeats: c.Heartbeats, Reopened: c.Reopened, CardsRead: c.CardsRead, Printed: c.Printed,
		}
	}
	return facts
}
