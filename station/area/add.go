package area

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
)

const (
	// MaxNodes is how many nodes one command adds.
	MaxNodes = 1000
	// maxName is the longest name of a node, in characters.
	maxName = 60
)

// NewNode is a place to add.
type NewNode struct {
	// ID may be chosen by the caller, so that children in the same command can name it.
	ID     string `json:"id,omitempty"`
	Kind   Kind   `json:"kind"`
	Parent string `json:"parent,omitempty"`
	Grid   string `json:"grid,omitempty"`
	// Name may be left out for buildings, units and rooms; it then follows from the number.
	Name   string `json:"name,omitempty"`
	Number string `json:"number,omitempty"`
	// Use is what a room is for; left out it is for living.
	Use RoomUse `json:"use,omitempty"`
	// Since is the day from which the place exists; left out it is the day of the command.
	Since calendar.Date `json:"since,omitzero"`
	// Reading is how the name of a compound, a road or a community is typed; the station that makes the command fills it in.
	Reading pinyin.Reading `json:"reading,omitzero"`
}

// AddNodes adds places to the tree, parents before children. Either all are added or none.
type AddNodes struct {
	Nodes []NewNode `json:"nodes"`
}

// AddedNodes answers the identifiers in the order of the command.
type AddedNodes struct {
	IDs []string `json:"ids"`
}

// Kind is the verb on the wire.
func (AddNodes) Kind() string { return "area.add.v1" }

// Prepare completes the names that are searched for with the way they are typed.
func (c AddNodes) Prepare() ledger.Command {
	c.Nodes = slices.Clone(c.Nodes)
	for i, n := range c.Nodes {
		if n.Kind.named() {
			c.Nodes[i].Reading = pinyin.Read(n.Name)
		}
	}
	return c
}

// Validate judges every node alone.
func (c AddNodes) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Nodes) > 0, "nodes", "area.nothing")
	v.That(len(c.Nodes) <= MaxNodes, "nodes", "area.too_many", "limit", strconv.Itoa(MaxNodes))
	if len(v) > 0 {
		return v.Refusal()
	}
	for i, n := range c.Nodes {
		field := func(name string) string { return fmt.Sprintf("nodes.%d.%s", i, name) }
		v.That(n.Kind.Valid(), field("kind"), "area.kind_unknown")
		v.That(n.Name != "" || n.Kind.numbered(), field("name"), "area.name_required")
		v.That(utf8.RuneCountInString(n.Name) <= maxName, field("name"), "area.name_too_long", "limit", strconv.Itoa(maxName))
		v.That(n.Number != "" || !n.Kind.numbered(), field("number"), "area.number_required")
		v.That(wellNumbered(n.Number), field("number"), "area.number_invalid")
		v.That(n.Use == "" || n.Kind == Room && n.Use.Valid(), field("use"), "area.use_invalid")
	}
	return v.Refusal()
}

// wellNumbered tells whether a text may stand as a number in an address and in a path.
func wellNumbered(number string) bool {
	return len(number) <= 20 && !strings.ContainsAny(number, "/ \t\n*?[")
}

// Apply places every node below its parent, in order.
func (c AddNodes) Apply(tx *ledger.Tx) (any, error) {
	p := placing{tx: tx, fresh: map[string]Node{}, numbers: map[string]bool{}}
	if err := tx.Row(`SELECT coalesce(max(row), 0) FROM area_node`).Scan(&p.row); err != nil {
		return nil, fmt.Errorf("last node: %w", err)
	}
	added := AddedNodes{IDs: make([]string, len(c.Nodes))}
	nodes := make([]Node, len(c.Nodes))
	for i, n := range c.Nodes {
		node, err := p.place(fmt.Sprintf("nodes.%d.", i), n)
		if err != nil {
			return nil, err
		}
		nodes[i], added.IDs[i] = node, node.ID
	}
	for _, n := range nodes {
		if err := insert(tx, n); err != nil {
			return nil, err
		}
		tx.Changed("area", n.ID)
	}
	return added, nil
}

// placing holds what is decided of one command and not yet written.
type placing struct {
	tx      *ledger.Tx
	row     int64
	fresh   map[string]Node
	numbers map[string]bool // parent, kind and number of the fresh ones
}

func (p *placing) find(id string) (Node, bool, error) {
	if n, found := p.fresh[id]; found {
		return n, true, nil
	}
	return Get(p.tx, id)
}

func (p *placing) place(field string, n NewNode) (Node, error) {
	if n.ID == "" {
		n.ID = p.tx.NewID()
	}
	if _, taken, err := p.find(n.ID); err != nil || taken {
		return Node{}, or(err, ledger.Refuse(ledger.Conflict, field+"id", "area.id_taken"))
	}
	parent, err := p.parent(field, n)
	if err != nil {
		return Node{}, err
	}
	if err := p.checkGrid(field, n); err != nil {
		return Node{}, err
	}
	if err := p.checkNumber(field, n); err != nil {
		return Node{}, err
	}
	p.row++
	if n.Since.IsZero() {
		n.Since = p.tx.Stamp.Today()
	}
	node := build(p.row, n, parent)
	p.fresh[node.ID] = node
	return node, nil
}

func (p *placing) parent(field string, n NewNode) (Node, error) {
	if n.Parent == "" {
		if n.Kind.under("") {
			return Node{}, nil
		}
		return Node{}, ledger.Refuse(ledger.Invalid, field+"parent", "area.parent_kind")
	}
	parent, found, err := p.find(n.Parent)
	if err != nil || !found {
		return Node{}, or(err, ledger.Refuse(ledger.NotFound, field+"parent", "area.parent_unknown"))
	}
	if !n.Kind.under(parent.Kind) {
		return Node{}, ledger.Refuse(ledger.Invalid, field+"parent", "area.parent_kind")
	}
	if !parent.Open() {
		return Node{}, ledger.Refuse(ledger.WrongState, field+"parent", "area.parent_closed")
	}
	return parent, nil
}

func (p *placing) checkGrid(field string, n NewNode) error {
	if n.Grid == "" {
		return nil
	}
	grid, found, err := p.find(n.Grid)
	if err != nil {
		return err
	}
	if !found || grid.Kind != Grid || !grid.Open() || !n.Kind.gridded() {
		return ledger.Refuse(ledger.NotFound, field+"grid", "area.grid_unknown")
	}
	return nil
}

func (p *placing) checkNumber(field string, n NewNode) error {
	if n.Number == "" {
		return nil
	}
	key := n.Parent + "/" + string(n.Kind) + "/" + n.Number
	taken := p.numbers[key]
	if _, fresh := p.fresh[n.Parent]; !taken && !fresh { // a fresh parent has no children in the file
		err := p.tx.Row(`SELECT EXISTS (SELECT 1 FROM area_node WHERE parent IS ? AND kind = ? AND number = ? AND number <> '' AND valid_to = '')`,
			orNull(n.Parent), string(n.Kind), n.Number).Scan(&taken)
		if err != nil {
			return fmt.Errorf("look for number %s: %w", n.Number, err)
		}
	}
	if taken {
		return ledger.Refuse(ledger.Conflict, field+"number", "area.number_taken", "number", n.Number)
	}
	p.numbers[key] = true
	return nil
}

// build completes a node from what its parent knows.
func build(row int64, n NewNode, parent Node) Node {
	node := Node{
		ID: n.ID, Kind: n.Kind, Parent: n.Parent, Grid: n.Grid, Community: parent.Community,
		Name: n.Name, Number: n.Number, Sort: sortKey(n.Number), Use: n.Use, From: n.Since, row: row, reading: n.Reading,
	}
	if node.Name == "" {
		node.Name = defaultName(n.Kind, n.Number)
	}
	if n.Kind == Room && n.Use == "" {
		node.Use = Living
	}
	switch n.Kind {
	case Community:
		node.Community = n.Number
	case Compound, Road:
		node.Sort = sortKey(n.Reading.Full + node.Name)
	case Province, Prefecture, County, StreetOffice, Grid, GateNumber, Building, Unit, Floor, Room, Bed:
	}
	node.Label, node.path = labelBelow(parent, node), pathBelow(parent, node)
	return node
}

func insert(tx *ledger.Tx, n Node) error {
	_, err := tx.Exec(`INSERT INTO area_node (row, id, kind, parent, grid, community, name, number, label, path, sort, room_use, valid_from)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`, n.row, n.ID, string(n.Kind), orNull(n.Parent), orNull(n.Grid), n.Community, n.Name, n.Number,
		n.Label, n.path, n.Sort, string(n.Use), n.From.String())
	if err != nil {
		return fmt.Errorf("add %s %s: %w", n.Kind, n.ID, err)
	}
	if n.Kind == Compound || n.Kind == Road || n.Kind == Grid {
		if err := belongs(tx, n.ID, n.Parent, n.From); err != nil {
			return err
		}
	}
	return addKeys(tx, n)
}

// or answers the failure where there is one, else the refusal.
func or(failure error, refusal *ledger.Refusal) error {
	if failure != nil {
		return failure
	}
	return refusal
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
