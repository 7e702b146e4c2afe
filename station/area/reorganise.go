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

// NewCommunity is a community that comes of others.
type NewCommunity struct {
	// ID may be chosen by the caller, so that moves in the same command can name it.
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// Number is the 12-digit code.
	Number string `json:"number"`
	// From are the communities it comes of: two and more for a merge, one that others come of too for a split. They end on the effective day.
	From []string `json:"from"`
	// Reading is how the name is typed; the station that makes the command fills it in.
	Reading pinyin.Reading `json:"reading,omitzero"`
}

// Move puts a compound, a road or a grid into a community.
type Move struct {
	ID string `json:"id"`
	To string `json:"to"`
}

// Reorganise merges and splits communities from a day on, as one decision: 49 communities into 18. Compounds, buildings and rooms stay what they
// are, with their ids and addresses; only the community they lie in is another. What lies in a community with one successor goes there by itself;
// of one with several successors every compound, road and grid needs a Move. A Move alone shifts a boundary between communities that stay.
type Reorganise struct {
	Effective calendar.Date  `json:"effective"`
	New       []NewCommunity `json:"new,omitempty"`
	Moves     []Move         `json:"moves,omitempty"`
}

// Reorganised is the answer to Reorganise.
type Reorganised struct {
	// IDs are those of the new communities, in the order of the command.
	IDs []string `json:"ids"`
	// Closed is how many communities ended, Moved how many compounds, roads and grids lie in another one now.
	Closed int `json:"closed"`
	Moved  int `json:"moved"`
	// Renumbered grids had a number that another grid of their new community has. Gridless buildings and units lay in a grid that went elsewhere.
	Renumbered int `json:"renumbered"`
	Gridless   int `json:"gridless"`
}

// Kind is the verb on the wire.
func (Reorganise) Kind() string { return "area.reorganise.v1" }

// Prepare adds how the names are typed.
func (c Reorganise) Prepare() ledger.Command {
	c.New = slices.Clone(c.New)
	for i, n := range c.New {
		c.New[i].Name = strings.TrimSpace(n.Name)
		c.New[i].Reading = pinyin.Read(c.New[i].Name)
	}
	return c
}

// Validate judges the decision alone.
func (c Reorganise) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.New)+len(c.Moves) > 0, "new", "area.nothing")
	v.That(len(c.New) <= MaxNodes, "new", "area.too_many", "limit", strconv.Itoa(MaxNodes))
	v.That(!c.Effective.IsZero(), "effective", "area.effective_required")
	v.That(!c.Effective.After(stamp.Today()), "effective", "area.effective_in_future")
	codes := map[string]bool{}
	for i, n := range c.New {
		field := func(name string) string { return fmt.Sprintf("new.%d.%s", i, name) }
		v.That(strings.TrimSpace(n.Name) != "", field("name"), "area.name_required")
		v.That(utf8.RuneCountInString(n.Name) <= maxName, field("name"), "area.name_too_long", "limit", strconv.Itoa(maxName))
		v.That(communityCode(n.Number), field("number"), "area.code_invalid")
		v.That(!codes[n.Number], field("number"), "area.code_taken", "number", n.Number)
		v.That(len(n.From) > 0, field("from"), "area.community_unknown")
		codes[n.Number] = true
	}
	moved := map[string]bool{}
	for i, m := range c.Moves {
		v.That(!moved[m.ID], fmt.Sprintf("moves.%d.id", i), "area.move_twice")
		moved[m.ID] = true
	}
	return v.Refusal()
}

// communityCode tells whether a text has the form of a community's code: 12 digits (statistical code book).
func communityCode(number string) bool {
	return len(number) == 12 && strings.Trim(number, "0123456789") == ""
}

// Apply judges the whole decision and then carries it out.
func (c Reorganise) Apply(tx *ledger.Tx) (any, error) {
	r := reorganising{tx: tx, c: c, olds: map[string]Node{}, news: map[string]NewCommunity{}, successors: map[string][]string{}, moves: map[string]int{}}
	if err := r.judgeCommunities(); err != nil {
		return nil, err
	}
	if err := r.judgeMoves(); err != nil {
		return nil, err
	}
	if err := r.judgeRest(); err != nil {
		return nil, err
	}
	if err := r.write(); err != nil {
		return nil, err
	}
	tx.Changed("area", "")
	return r.done, nil
}

// destination is where one node goes.
type destination struct {
	node Node
	to   string
}

// reorganising is one decision while it is judged.
type reorganising struct {
	tx   *ledger.Tx
	c    Reorganise
	olds map[string]Node // those that end, by id
	news map[string]NewCommunity
	// successors of each that ends, in the order of the command.
	successors map[string][]string
	moves      map[string]int // by the node's id, its place in the command
	plan       []destination
	done       Reorganised
}

func (r *reorganising) judgeCommunities() error {
	for i, n := range r.c.New {
		field := fmt.Sprintf("new.%d.", i)
		if n.ID == "" {
			n.ID = r.tx.NewID()
		}
		if _, taken, err := Get(r.tx, n.ID); err != nil || taken {
			return or(err, ledger.Refuse(ledger.Conflict, field+"id", "area.id_taken"))
		}
		for _, id := range n.From {
			old, err := r.community(field+"from", id)
			if err != nil {
				return err
			}
			if !slices.Contains(r.successors[id], n.ID) {
				r.successors[id] = append(r.successors[id], n.ID)
			}
			r.olds[id] = old
		}
		r.c.New[i], r.news[n.ID] = n, n
		r.done.IDs = append(r.done.IDs, n.ID)
	}
	return r.judgeCodes()
}

// judgeCodes refuses a code that a community has which does not end by this decision: a successor may keep the code of one it comes of.
func (r *reorganising) judgeCodes() error {
	for i, n := range r.c.New {
		holders, err := nodes(r.tx, `WHERE n.kind = 'community' AND n.number = ? AND n.valid_to = ''`, n.Number)
		if err != nil {
			return err
		}
		for _, holder := range holders {
			if _, ends := r.olds[holder.ID]; !ends {
				return ledger.Refuse(ledger.Conflict, fmt.Sprintf("new.%d.number", i), "area.code_taken", "number", n.Number)
			}
		}
	}
	return nil
}

// community reads an open community.
func (r *reorganising) community(field, id string) (Node, error) {
	n, found, err := Get(r.tx, id)
	if err != nil {
		return Node{}, err
	}
	if !found || n.Kind != Community || !n.Open() {
		return Node{}, ledger.Refuse(ledger.NotFound, field, "area.community_unknown")
	}
	return n, nil
}

func (r *reorganising) judgeMoves() error {
	for i, m := range r.c.Moves {
		field := fmt.Sprintf("moves.%d.", i)
		n, err := open(r.tx, field+"id", m.ID)
		if err != nil {
			return err
		}
		if n.Kind != Compound && n.Kind != Road && n.Kind != Grid {
			return ledger.Refuse(ledger.Invalid, field+"id", "area.move_not_there")
		}
		if m.To == n.Parent {
			return ledger.Refuse(ledger.Conflict, field+"to", "area.same_community", "place", n.Name)
		}
		if err := r.judgeTarget(field+"to", n, m.To); err != nil {
			return err
		}
		r.moves[m.ID] = i
		r.plan = append(r.plan, destination{n, m.To})
	}
	return nil
}

// judgeTarget: what lies in a community that ends goes to one of its successors; anything else may go to any community that is there afterwards.
func (r *reorganising) judgeTarget(field string, n Node, to string) error {
	if next := r.successors[n.Parent]; next != nil {
		if slices.Contains(next, to) {
			return nil
		}
		return ledger.Refuse(ledger.Conflict, field, "area.move_target", "place", n.Name)
	}
	if _, fresh := r.news[to]; fresh {
		return nil
	}
	if _, ends := r.olds[to]; ends {
		return ledger.Refuse(ledger.Conflict, field, "area.move_target", "place", n.Name)
	}
	_, err := r.community(field, to)
	return err
}

// judgeRest finds where everything goes that no Move names, and refuses days before it was where it is.
func (r *reorganising) judgeRest() error {
	for _, id := range r.oldIDs() {
		children, err := Children(r.tx, id)
		if err != nil {
			return err
		}
		for _, n := range children {
			if _, named := r.moves[n.ID]; named || !n.Open() {
				continue
			}
			next := r.successors[id]
			if len(next) > 1 {
				return ledger.Refuse(ledger.Invalid, "moves", "area.move_missing", "place", n.Name)
			}
			r.plan = append(r.plan, destination{n, next[0]})
		}
	}
	for _, d := range r.plan {
		var since calendar.Date
		if err := r.tx.Row(`SELECT coalesce(max(since), '') FROM area_belonging WHERE node = ?`, d.node.ID).Scan(&since); err != nil {
			return fmt.Errorf("since when is %s in its community: %w", d.node.ID, err)
		}
		if r.c.Effective.Before(since) {
			return ledger.Refuse(ledger.Conflict, "effective", "area.effective_before", "place", d.node.Name, "date", since.String())
		}
	}
	return nil
}

// oldIDs are the communities that end, in the order of the command.
func (r *reorganising) oldIDs() []string {
	var ids []string
	for _, n := range r.c.New {
		for _, id := range n.From {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
