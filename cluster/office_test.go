package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// deposit is the toy command of these tests: it adds to a named account, which may not fall below zero.
type deposit struct {
	Account string `json:"account"`
	Amount  int    `json:"amount"`
}

func (deposit) Kind() string { return "account.deposit.v1" }

func (c deposit) Validate(ledger.Stamp) *ledger.Refusal {
	var check ledger.Check
	check.That(c.Account != "", "account", "required")
	return check.Refusal()
}

func (c deposit) Apply(tx *ledger.Tx) (any, error) {
	var balance int
	err := tx.Row(`SELECT coalesce(sum(balance), 0) FROM account WHERE name = ?`, c.Account).Scan(&balance)
	if err != nil {
		return nil, err
	}
	if balance += c.Amount; balance < 0 {
		return nil, ledger.Refuse(ledger.Conflict, "amount", "account.too_low")
	}
	_, err = tx.Exec(`INSERT INTO account VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET balance = excluded.balance`, c.Account, balance)
	return balance, err
}

func bank() []ledger.Slice {
	return []ledger.Slice{{
		Name: "bank",
		Schema: `CREATE TABLE account (name TEXT PRIMARY KEY, balance INTEGER NOT NULL) WITHOUT ROWID;
			CREATE TABLE cell (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
			CREATE TABLE line (place INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL)`,
		Commands: []ledger.Declaration{
			ledger.Declare[deposit](ledger.OnlineOnly), ledger.Declare[onCell](ledger.OnlineOnly), ledger.Declare[onLine](ledger.OnlineOnly),
		},
	}}
}

// office is a whole street office in one test: real raft, real SQLite, a wire in memory.
type office struct {
	tb       testing.TB
	wire     *wire
	members  []Member
	stations []*desk
	retain   Retention
	wanted   atomic.Pointer[[]Wanted] // the roster in everybody's register; nil leaves the members as they are
}

// desk is one station of it. Its log, vote and snapshots stay while the node is stopped, as a disk does.
type desk struct {
	office    *office
	id        string
	config    Config // beyond what every station of the office has
	folder    string
	logs      *disk
	snapshots raft.SnapshotStore
	register  *store.DB
	machine   *ledger.Machine
	node      *Node                 // for the test itself, which starts and stops it
	live      atomic.Pointer[Node]  // the same, for clerks
	broken    atomic.Pointer[error] // what the machine fails with, where set
}

func openOffice(tb testing.TB, count int, retain Retention) *office {
	tb.Helper()
	o := newOffice(tb, count, retain)
	o.open()
	return o
}

func newOffice(tb testing.TB, count int, retain Retention) *office {
	tb.Helper()
	o := &office{tb: tb, wire: newWire(), retain: retain}
	for i := range count {
		id := "s" + strconv.Itoa(i+1)
		o.members = append(o.members, Member{ID: id, Address: id + ":7400", Voter: true})
		o.found(id)
	}
	return o
}

// found gives the office another station. Its node waits to be added, unless it is one of the first members.
func (o *office) found(id string) *desk {
	o.tb.Helper()
	d := &desk{office: o, id: id, folder: o.tb.TempDir(), logs: &disk{InmemStore: raft.NewInmemStore()}}
	d.config.Roster = d.roster
	d.config.Incarnation = Incarnation{Epoch: id + " is new"}
	snapshots, err := raft.NewFileSnapshotStoreWithLogger(d.folder, 1, newLogger(slog.New(slog.DiscardHandler), time.Now))
	if err != nil {
		o.tb.Fatal(err)
	}
	d.snapshots = snapshots
	o.stations = append(o.stations, d)
	return d
}

func (d *desk) roster() ([]Wanted, error) {
	if wanted := d.office.wanted.Load(); wanted != nil {
		return *wanted, nil
	}
	return nil, nil
}

// want changes the roster, and has all stations look at it.
func (o *office) want(wanted ...Wanted) {
	o.wanted.Store(&wanted)
	for _, d := range o.running() {
		d.node.Reconcile()
	}
}

func (o *office) open() {
	o.tb.Helper()
	for _, d := range o.stations {
		d.start()
	}
	o.tb.Cleanup(o.close)
}

func (o *office) close() {
	for _, d := range o.stations {
		if d.node != nil {
			d.stop()
		}
	}
}

func (d *desk) start() {
	tb := d.office.tb
	tb.Helper()
	if err := d.open(); err != nil {
		tb.Fatal(err)
	}
}

func (d *desk) open() error {
	d.config.Incarnation.Start++
	d.config.Incarnation.Boot = fmt.Sprint(boots.Add(1))
	var err error
	if d.register, err = store.Open(filepath.Join(d.folder, "station.db"), store.Replayable); err != nil {
		return err
	}
	if d.machine, err = ledger.Open(d.register, bank(), nil); err != nil {
		return err
	}
	member := d.member()
	config := d.config
	config.ID, config.Address, config.Retention = d.id, member.Address, d.office.retain
	if slices.Contains(d.office.members, member) {
		config.Bootstrap = d.office.members
	}
	d.node, err = New(config, Parts{
		Machine: breakable{Machine: d.machine, desk: d}, Register: d.register,
		Logs: d.logs, Stable: d.logs, Snapshots: d.snapshots, Network: d.office.wire.at(d.id, member.Address),
	})
	if err != nil {
		return errors.Join(err, d.register.Close())
	}
	d.live.Store(d.node)
	return nil
}

// boots makes every start of a program another one.
var boots atomic.Int64

func (d *desk) member() Member {
	for _, m := range d.office.members {
		if m.ID == d.id {
			return m
		}
	}
	return Member{ID: d.id, Address: d.id + ":7400"}
}

func (d *desk) stop() {
	tb := d.office.tb
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	d.live.Store(nil)
	if err := d.node.Shutdown(ctx); err != nil {
		tb.Errorf("shut down %s: %v", d.id, err)
	}
	if err := d.register.Close(); err != nil {
		tb.Errorf("close %s: %v", d.id, err)
	}
	d.node = nil
}

// breakable is the real machine until a test breaks it.
type breakable struct {
	*ledger.Machine
	desk *desk
}

func (b breakable) Apply(batch []ledger.Entry) ([][]ledger.Outcome, error) {
	if broken := b.desk.broken.Load(); broken != nil && *broken != nil {
		return nil, *broken
	}
	return b.Machine.Apply(batch)
}

// breakWith makes the machine fail from now on, or work again with nil.
func (d *desk) breakWith(err error) { d.broken.Store(&err) }

// disk is the log in memory, which takes nothing any more once it is broken.
type disk struct {
	*raft.InmemStore
	broken atomic.Pointer[error]
	votes  atomic.Pointer[error] // what it fails to keep a term with, where set
}

func (k *disk) breakWith(err error) { k.broken.Store(&err) }

func (k *disk) SetUint64(key []byte, value uint64) error {
	if broken := k.votes.Load(); broken != nil {
		return *broken
	}
	return k.InmemStore.SetUint64(key, value)
}

func (k *disk) StoreLogs(logs []*raft.Log) error {
	if broken := k.broken.Load(); broken != nil {
		return *broken
	}
	return k.InmemStore.StoreLogs(logs)
}

// snapshot makes one now.
func (d *desk) snapshot() {
	d.office.tb.Helper()
	if err := d.node.raft.Snapshot().Error(); err != nil {
		d.office.tb.Fatalf("%s: snapshot: %v", d.id, err)
	}
}

// until waits for a station's status to be as wished.
func (d *desk) until(what string, wished func(Status) bool) Status {
	tb := d.office.tb
	tb.Helper()
	changes, stop := d.node.Watch()
	defer stop()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for {
		status := d.node.Status()
		if wished(status) {
			return status
		}
		select {
		case <-changes:
		case <-limit.C:
			tb.Fatalf("%s: no %s after a minute: %+v", d.id, what, status)
		}
	}
}

// leader waits until all running stations agree on one.
func (o *office) leader() *desk {
	o.tb.Helper()
	var id string
	for _, d := range o.running() {
		id = d.until("leader", func(s Status) bool { return s.Leader != "" && o.find(s.Leader).node != nil }).Leader
	}
	return o.find(id)
}

func (o *office) followers() []*desk {
	o.tb.Helper()
	leader := o.leader()
	var rest []*desk
	for _, d := range o.running() {
		if d != leader {
			rest = append(rest, d)
		}
	}
	return rest
}

func (o *office) running() []*desk {
	var list []*desk
	for _, d := range o.stations {
		if d.node != nil {
			list = append(list, d)
		}
	}
	return list
}

func (o *office) find(id string) *desk {
	for _, d := range o.stations {
		if d.id == id {
			return d
		}
	}
	o.tb.Fatalf("no station %q", id)
	return nil
}

func sealed(tb testing.TB, request, from string, c ledger.Command) ledger.Envelope {
	tb.Helper()
	e, err := ledger.Seal(c, ledger.Stamp{
		RequestID: request, Station: from, Actor: ledger.Actor{Kind: ledger.System},
		At: time.Date(2026, 11, 21, 1, 2, 3, 0, time.UTC), ID: request,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// write proposes a command as a station does: it asks again while nobody leads or the answer got lost.
func (d *desk) write(request string, c ledger.Command) ledger.Outcome {
	tb := d.office.tb
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	e := sealed(tb, request, d.id, c)
	for {
		o, err := d.node.Propose(ctx, e)
		if err == nil {
			return o
		}
		if !errors.Is(err, station.ErrNoLeader) && !errors.Is(err, station.ErrUncertain) {
			tb.Fatalf("%s: propose %s: %v", d.id, request, err)
		}
		pause := time.NewTimer(20 * time.Millisecond)
		select {
		case <-pause.C:
		case <-ctx.Done():
			tb.Fatalf("%s: propose %s: still %v after a minute", d.id, request, err)
		}
	}
}

// reached waits until a station's register holds the entry at index.
func (d *desk) reached(index uint64) {
	tb := d.office.tb
	tb.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for d.node.Status().Applied < index {
		pause := time.NewTimer(time.Millisecond)
		select {
		case <-pause.C:
		case <-limit.C:
			tb.Fatalf("%s: register at %d after a minute, want %d", d.id, d.node.Status().Applied, index)
		}
	}
}

// wantEqual holds when all running stations have the same rows and the same audit chain.
func (o *office) wantEqual() {
	o.tb.Helper()
	var last uint64
	for _, d := range o.running() {
		last = max(last, d.node.Status().Applied)
	}
	var first *desk
	var want map[string]string
	for _, d := range o.running() {
		d.reached(last)
		got := d.digest()
		if first == nil {
			first, want = d, got
			continue
		}
		if !maps.Equal(got, want) {
			o.tb.Errorf("%s: tables %v, want %v as %s", d.id, got, want, first.id)
		}
		_, head := d.machine.Applied()
		if _, other := first.machine.Applied(); head != other {
			o.tb.Errorf("%s: chain head %x, want %x as %s", d.id, head, other, first.id)
		}
	}
}

func (d *desk) digest() map[string]string {
	d.office.tb.Helper()
	var digest map[string]string
	err := d.register.View(d.office.tb.Context(), func(q store.Query) (err error) {
		digest, err = store.Digest(q)
		return err
	})
	if err != nil {
		d.office.tb.Fatal(err)
	}
	return digest
}

func (d *desk) balance(account string) int {
	d.office.tb.Helper()
	var balance int
	err := d.register.View(d.office.tb.Context(), func(q store.Query) error {
		return q.Row(`SELECT coalesce(sum(balance), 0) FROM account WHERE name = ?`, account).Scan(&balance)
	})
	if err != nil {
		d.office.tb.Fatal(err)
	}
	return balance
}
