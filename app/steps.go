package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"jiezhan/app/api"
	"jiezhan/app/carddesk"
	"jiezhan/app/events"
	"jiezhan/app/looks"
	"jiezhan/app/ports"
	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/cluster/trust"
	"jiezhan/frontend"
	"jiezhan/station"
	"jiezhan/station/conflict"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

// identify reads who this station is, and clears away what an earlier life left.
func (r *Running) identify() error {
	id, err := identify(r.config)
	if err != nil {
		return err
	}
	r.identity = id
	e, err := readErrand(r.config.Data)
	if err != nil {
		return err
	}
	if !e.isFor(id) {
		return dropErrand(r.config.Data) // it was broken off before it began, or there is none
	}
	if err := e.setAside(r.config.Data); err != nil || e.Aside == "" {
		return err
	}
	e.Aside = ""
	return e.write(r.config.Data)
}

// openRegister opens the station's two files. A register that cannot be read is set aside: the log builds it again.
func (r *Running) openRegister() error {
	s, err := r.openStation()
	if damagedFile(err) {
		aside, moveErr := setRegisterAside(r.config.Data, r.setting.Wall())
		if moveErr != nil {
			return errors.Join(err, moveErr)
		}
		r.log.Error(text.Say(text.English, "trouble.aside", aside), "error", err)
		s, err = r.openStation()
	}
	if err != nil {
		return err
	}
	r.Station = s
	r.later(s.Close)
	e, err := readErrand(r.config.Data)
	if err != nil || !e.Renew {
		return err
	}
	if err := s.Renew(); err != nil {
		return err
	}
	e.Renew = false
	return e.write(r.config.Data)
}

func (r *Running) openStation() (*station.Station, error) {
	c := r.config.Station
	_, err := os.Stat(filepath.Join(r.config.Data, "raft"))
	return station.Open(r.config.Data, station.Identity{ID: c.ID, Community: c.Community, Machine: c.Machine},
		station.Sources{Now: r.setting.Now, Before: err == nil, Unreplayable: r.giveToDesk})
}

// giveToDesk puts an entry on the conflict desk that the office does not take at all. The same entry has the same request id, so it lies there once.
func (r *Running) giveToDesk(ctx context.Context, e journal.Entry, _ string) error {
	outcome, err := r.Station.Execute(ctx, ledger.Actor{Kind: ledger.System}, derived("unreplayable", e.RequestID), conflict.Entry(e.Envelope))
	if err != nil {
		return err
	}
	return outcome.Err()
}

// derived is the request id of a step that must not be done twice: equal words make an equal id.
func derived(words ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("jiezhan:"+strings.Join(words, "/"))).String()
}

func (r *Running) joinOffice() error {
	r.desk = trust.NewDesk(r.setting.Wall)
	network := trust.NewNetwork(r.config.Raft.Listen, r.identity, members{r}, r.setting.Wall)
	network.Desk, network.Join, network.Log = r.desk, r.letIn, r.log
	e, err := readErrand(r.config.Data)
	if err != nil {
		return err
	}
	c := cluster.Config{
		ID: r.config.Station.ID, Address: r.config.advertised(), OfficeEpoch: r.identity.Epoch(),
		Incarnation: r.Station.Incarnation(),
		Roster:      r.roster, Session: r.session, Retention: r.setting.Retention, LogStore: cluster.LogStore(r.config.Raft.Log), Log: r.log, Now: r.setting.Wall,
	}
	if e.Kind == errandFound {
		c.Bootstrap = []cluster.Member{{ID: c.ID, Address: c.Address, Voter: true}}
	}
	r.place = &place{station: r.Station, folder: r.config.Data, log: r.log, open: func() (*cluster.Node, error) {
		return cluster.Open(c, r.config.Data, r.Station.Machine(), r.Station.Register(), network)
	}}
	if err := r.place.begin(); err != nil {
		if portTaken(err) {
			return text.Failure(err, "raft.taken", r.config.Raft.Listen)
		}
		return err
	}
	r.later(r.place.end)
	r.background(r.place.run)
	r.background(r.Station.Run)
	r.background(r.settle)
	r.background(r.followRoster)
	return nil
}

func (r *Running) serve() error {
	pages, err := frontend.Pages()
	if err != nil {
		return err
	}
	desk := carddesk.New(r.setting.Wall, uuid.NewString)
	r.ports = r.openPorts(desk)
	tables, err := r.openBulk()
	if err != nil {
		return err
	}
	words, err := tableWords()
	if err != nil {
		return err
	}
	recorder := looks.New(looks.By(r.Station), looks.Patience, r.setting.Now, uuid.NewString, r.log)
	r.api = api.New(api.Options{
		Station: r.Station, Peers: r.place, Keeper: r.upkeep, Desk: desk, Ports: r.ports, Looks: recorder, Hub: events.NewHub(strings.ReplaceAll(uuid.NewString(), "-", "")),
		Self: r.self(), Office: r.office(), Hosts: r.config.HTTP.Names, Version: r.setting.Version, Pages: pages,
		Log: r.log, Cost: staff.KioskCost(), Wall: r.setting.Wall, Bulk: tables, Words: words,
	})
	r.background(recorder.Run)
	r.background(r.api.Run)
	r.background(r.firstAccount)
	r.background(r.retain)
	r.background(r.ports.Run)
	r.background(tables.Run)
	routes := r.besides(r.api.Handler())
	for head, handler := range r.setting.Beside {
		routes.Handle(head, handler(r))
	}
	r.door.show(stage{pages: routes, mode: func() string { return r.api.Mode().Mode }, facts: r.facts})
	return nil
}

// openPorts makes the service of the devices; they are worked with once it runs.
func (r *Running) openPorts(desk *carddesk.Desk) *ports.Service {
	return ports.New(ports.Options{
		Plan: r.config.devices(), Folder: r.config.Data, Write: writeDurably, Register: r.Station, Cards: desk, NewID: uuid.NewString, Log: r.log,
		Tell: func(d ports.Device) { r.api.TellDevice(d) }, Hall: r.config.Station.Name, Now: r.setting.Wall,
	})
}

func (r *Running) self() api.StationInfo {
	c := r.config.Station
	return api.StationInfo{ID: c.ID, Name: c.Name, Machine: strconv.Itoa(c.Machine), CommunityCode: c.Community}
}

func (r *Running) office() api.OfficeInfo {
	c := r.config.Office
	return api.OfficeInfo{Name: c.Name, Code: c.Code, City: c.City, Authority: c.Authority, WindowHint: c.WindowHint, Phone: c.Phone}
}
