package area

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// MaxImport is how many rooms one command imports.
const MaxImport = 500

// ImportedRoom is a room by the words of its address. A room of a building without units has no unit.
type ImportedRoom struct {
	// Community is the 12-digit code of a community that the office has.
	Community string `json:"community"`
	Compound  string `json:"compound"`
	Building  string `json:"building"`
	Unit      string `json:"unit,omitempty"`
	Room      string `json:"room"`
	// Reading is how the name of the compound is typed; the station that makes the command fills it in.
	Reading pinyin.Reading `json:"reading,omitzero"`
}

// ImportRooms adds rooms, with the compounds, buildings and units above them that are not there yet. What the tree knows stays as it is, so that
// the same rooms may come again.
type ImportRooms struct {
	Rooms []ImportedRoom `json:"rooms"`
}

// ImportedRooms is the answer to ImportRooms.
type ImportedRooms struct {
	// Added counts rooms, Known those that were there before.
	Added int `json:"added"`
	Known int `json:"known"`
}

// Kind is the verb on the wire.
func (ImportRooms) Kind() string { return "area.import.v1" }

// Prepare completes the names of compounds with the way they are typed.
func (c ImportRooms) Prepare() ledger.Command {
	c.Rooms = slices.Clone(c.Rooms)
	for i, r := range c.Rooms {
		c.Rooms[i].Reading = pinyin.Read(r.Compound)
	}
	return c
}

// Validate judges every room alone.
func (c ImportRooms) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Rooms) > 0, "rooms", "area.nothing")
	v.That(len(c.Rooms) <= MaxImport, "rooms", "area.too_many", "limit", strconv.Itoa(MaxImport))
	if len(v) > 0 {
		return v.Refusal()
	}
	for i, r := range c.Rooms {
		field := func(name string) string { return fmt.Sprintf("rooms.%d.%s", i, name) }
		v.That(r.Community != "", field("community"), "area.community_unknown")
		v.That(r.Compound != "", field("compound"), "area.name_required")
		v.That(utf8.RuneCountInString(r.Compound) <= maxName, field("compound"), "area.name_too_long", "limit", strconv.Itoa(maxName))
		for name, number := range map[string]string{"building": r.Building, "room": r.Room} {
			v.That(number != "", field(name), "area.number_required")
		}
		for name, number := range map[string]string{"building": r.Building, "unit": r.Unit, "room": r.Room} {
			v.That(wellNumbered(number), field(name), "area.number_invalid")
		}
	}
	slices.SortFunc(v, func(a, b ledger.Problem) int { return strings.Compare(a.Field, b.Field) }) // the maps have no order
	return v.Refusal()
}

// Apply finds the way down to every room and adds what is missing of it.
func (c ImportRooms) Apply(tx *ledger.Tx) (any, error) {
	in := arriving{tx: tx, known: map[string]Node{}}
	if err := tx.Row(`SELECT coalesce(max(row), 0) FROM area_node`).Scan(&in.row); err != nil {
		return nil, fmt.Errorf("last node: %w", err)
	}
	answer := ImportedRooms{}
	for i, r := range c.Rooms {
		added, err := in.add(fmt.Sprintf("rooms.%d.", i), r)
		if err != nil {
			return nil, err
		}
		if added {
			answer.Added++
		} else {
			answer.Known++
		}
	}
	for _, n := range in.fresh {
		if err := insert(tx, n); err != nil {
			return nil, err
		}
	}
	if len(in.fresh) > 0 {
		tx.Changed("area", "") // too many to name: screens read their list again
	}
	return answer, nil
}

// arriving holds what is found and decided of one command and not yet written.
type arriving struct {
	tx    *ledger.Tx
	row   int64
	known map[string]Node // by parent, kind and number
	fresh []Node
}

func (in *arriving) add(field string, r ImportedRoom) (bool, error) {
	community, found, err := CommunityByCode(in.tx, r.Community)
	if err != nil || !found {
		return false, or(err, ledger.Refuse(ledger.NotFound, field+"community", "area.community_unknown"))
	}
	here, _, err := in.step(community, NewNode{Kind: Compound, Name: r.Compound, Reading: r.Reading})
	if err != nil {
		return false, err
	}
	for _, step := range []NewNode{{Kind: Building, Number: r.Building}, {Kind: Unit, Number: r.Unit}} {
		if step.Number == "" {
			continue
		}
		if here, _, err = in.step(here, step); err != nil {
			return false, err
		}
	}
	_, added, err := in.step(here, NewNode{Kind: Room, Number: r.Room})
	return added, err
}

// step goes down from a node to the child that is meant, and decides on a new one where there is none.
func (in *arriving) step(parent Node, n NewNode) (child Node, added bool, err error) {
	key := strings.Join([]string{parent.ID, string(n.Kind), n.Number, n.Name}, "/")
	if child, found := in.known[key]; found {
		return child, false, nil
	}
	found := false
	if parent.row <= in.row && !in.isFresh(parent) {
		child, found, err = ChildOf(in.tx, parent.ID, n.Kind, n.Number, n.Name)
		if err != nil {
			return Node{}, false, err
		}
	}
	if !found {
		n.ID, n.Parent = in.tx.NewID(), parent.ID
		in.row++
		child = build(in.row, n, parent)
		in.fresh = append(in.fresh, child)
	}
	in.known[key] = child
	return child, !found, nil
}

func (in *arriving) isFresh(n Node) bool { return len(in.fresh) > 0 && n.row >= in.fresh[0].row }

// CommunityByCode finds a community that the office has today by its 12-digit code.
func CommunityByCode(q store.Query, code string) (Node, bool, error) {
	n, err := scanNode(q.Row(nodeColumns+`WHERE n.kind = 'community' AND n.number = ? AND n.valid_to = '' ORDER BY n.row LIMIT 1`, code).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Node{}, false, nil
	}
	if err != nil {
		return Node{}, false, fmt.Errorf("community %s: %w", code, err)
	}
	return n, true, nil
}

// ChildOf finds a node that there is today below another by its kind and number, or where the number is empty by its name.
func ChildOf(q store.Query, parent string, kind Kind, number, name string) (Node, bool, error) {
	where, value := `n.number = ? AND n.number <> ''`, number
	if number == "" {
		where, value = `n.name = ?`, name
	}
	n, err := scanNode(q.Row(nodeColumns+`WHERE n.parent = ? AND n.kind = ? AND `+where+` AND n.valid_to = '' ORDER BY n.row LIMIT 1`, parent, string(kind), value).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Node{}, false, nil
	}
	if err != nil {
		return Node{}, false, fmt.Errorf("child of %s: %w", parent, err)
	}
	return n, true, nil
}
