package api

import (
	"context"
	"encoding/hex"

	"jiezhan/station/conflict"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

func (a *API) readSystem(ctx context.Context, _ *nothing) (System, error) {
	peers, own, machine := a.Peers.Standing(), a.Station.Standing(), a.Station.Machine()
	applied, _ := machine.Applied()
	s := System{
		Self: a.Self.ID, Mode: a.modeOf(peers, own).Mode, ClusterVersion: machine.Version(), SupportedVersion: machine.Supported(), Program: a.Version,
		Applied: applied, LastIndex: max(applied, peers.LastIndex), Chain: a.chain(peers.Differs), Clock: clockOffset(peers.Offset),
		Journal: JournalCounts{Waiting: own.Waiting},
	}
	s.upkeep(a.Keeper.Upkeep())
	err := a.Station.View(ctx, func(q store.Query) error {
		stations, err := office.Stations(q)
		if err != nil {
			return err
		}
		s.Members, s.CanRaise = a.members(stations, peers, s), newestEverywhere(stations) > s.ClusterVersion
		if s.ConflictsOpen, err = conflict.Count(q); err != nil {
			return err
		}
		open, err := a.onTheDesk(q)
		s.Journal.Attention = len(open)
		return err
	})
	return s, err
}

func (a *API) chain(differs *Difference) Chain {
	seq, head := a.Station.Machine().Chain()
	c := Chain{Seq: seq, Head: hex.EncodeToString(head[:])}
	if d := differs; d != nil {
		c.Alarm = &ChainAlarm{Peer: d.Peer, PeerName: a.stationName(d.Peer), Seq: d.Seq, Index: d.Index, Kind: d.Kind, At: d.At}
	}
	return c
}

// upkeep fills in how the machine is doing.
func (s *System) upkeep(u Upkeep) {
	d, b := u.Disk, u.LastBackup
	s.Disk = Disk{
		Register: d.Register, Log: d.Log, Snapshots: d.Snapshots, Journal: d.Journal, Free: d.Free, Total: d.Total, Low: d.Low,
	}
	s.Backup = BackupState{
		Configured: u.BackupConfigured, LastAt: orEmpty(b.At), LastFile: b.File, LastBytes: b.Bytes, LastCode: b.Code, NextAt: orEmpty(u.NextBackup),
	}
	s.Certificate.ExpiresAt = orEmpty(u.CertificateExpires)
}

// members joins what the register knows of the stations with what the network shows of them. A station that the register does not hold yet, as before
// the first entries have arrived, is shown by its id.
func (a *API) members(stations []office.Station, peers Standing, s System) []SystemMember {
	seen := map[string]Peer{}
	for _, p := range peers.Peers {
		seen[p.ID] = p
	}
	members := make([]SystemMember, 0, len(stations))
	for _, station := range stations {
		m := a.member(seen[station.ID], s)
		m.ID, m.Name, m.Address, m.State, m.Program = station.ID, station.Name, station.Address, string(station.State), station.Program
		members = append(members, m)
		delete(seen, station.ID)
	}
	for _, p := range peers.Peers {
		if _, left := seen[p.ID]; left {
			m := a.member(p, s)
			m.ID, m.Name, m.Address, m.State = p.ID, a.stationName(p.ID), p.Address, string(office.Member)
			members = append(members, m)
		}
	}
	return members
}

func (a *API) member(p Peer, s System) SystemMember {
	m := SystemMember{Voter: p.Voter, Leader: p.Leader, Reachable: p.Reachable, Applied: p.Applied, SeenAt: orEmpty(p.Seen)}
	if p.ID == s.Self {
		m.Applied = s.Applied
	}
	if m.Applied > 0 {
		m.Lag = s.LastIndex - min(m.Applied, s.LastIndex)
	}
	if !p.Seen.IsZero() {
		ms := p.Offset.Milliseconds()
		m.OffsetMS = &ms
	}
	return m
}

// newestEverywhere is the newest version that every station of the office supports, 0 where one has not said.
func newestEverywhere(stations []office.Station) int {
	newest, first := 0, true
	for _, s := range stations {
		if s.State == office.Member && (first || s.Max < newest) {
			newest, first = s.Max, false
		}
	}
	return newest
}
