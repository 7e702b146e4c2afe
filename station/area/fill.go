package area

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// Fill writes a whole tree at once into an empty register, for measurements: the rows that AddNodes would write. Parents stand before their children,
// every node has an id, and nothing is judged.
func Fill(tx *store.Tx, tree []NewNode) error {
	if err := tx.Script("PRAGMA defer_foreign_keys = ON"); err != nil { // a key may be written before its compound
		return fmt.Errorf("fill the tree: %w", err)
	}
	belonging := tx.Filler("area_belonging", "node", "since", "community")
	nodes := tx.Filler("area_node", "row", "id", "kind", "parent", "grid", "community", "name", "number", "label", "path", "sort", "room_use")
	keys := tx.Filler("area_key", "kind", "key", "node")
	for n := range laid(tree) {
		nodes.Add(n.row, n.ID, string(n.Kind), orNull(n.Parent), orNull(n.Grid), n.Community, n.Name, n.Number, n.Label, n.path, n.Sort, string(n.Use))
		addFilledKeys(keys, n)
		if n.Kind == Compound || n.Kind == Road || n.Kind == Grid {
			belonging.Add(n.ID, n.From.String(), n.Parent)
		}
	}
	if err := errors.Join(nodes.Close(), keys.Close(), belonging.Close()); err != nil {
		return fmt.Errorf("fill the tree: %w", err)
	}
	return nil
}

// Ended is a community that ended when another came of it, for Fill.
type Ended struct {
	NewNode
	Successor string
	On        calendar.Date
}

// FillEnded writes communities that were merged into others of the tree, which was written before: what Reorganise would have left of them.
func FillEnded(tx *store.Tx, tree []NewNode, ended []Ended) error {
	nodes := tx.Filler("area_node", "row", "id", "kind", "parent", "community", "name", "number", "label", "path", "sort", "valid_to")
	keys := tx.Filler("area_key", "kind", "key", "node")
	successors := tx.Filler("area_successor", "predecessor", "successor", "since")
	for i, e := range ended {
		e.Reading = pinyin.Read(e.Name)
		n := build(int64(len(tree)+i)+1, e.NewNode, Node{})
		nodes.Add(n.row, n.ID, string(n.Kind), orNull(n.Parent), n.Community, n.Name, n.Number, n.Label, "", n.Sort, e.On.String())
		addFilledKeys(keys, n)
		successors.Add(n.ID, e.Successor, e.On.String())
	}
	if err := errors.Join(nodes.Close(), keys.Close(), successors.Close()); err != nil {
		return fmt.Errorf("fill former communities: %w", err)
	}
	return nil
}

func addFilledKeys(keys *store.Filler, n Node) {
	all := nodeKeys(n)
	for i, k := range all {
		if k.key != "" && !slices.Contains(all[:i], k) {
			keys.Add(k.kind, k.key, n.row)
		}
	}
}

// Rooms are the rooms of a tree that Fill writes, in their order.
func Rooms(tree []NewNode) []Place {
	var rooms []Place
	compound := ""
	for n := range laid(tree) {
		switch n.Kind {
		case Compound:
			compound = n.ID
		case Room:
			rooms = append(rooms, Place{RoomID: n.ID, CompoundID: compound, Label: n.Label, Path: n.path})
		case Province, Prefecture, County, StreetOffice, Community, Grid, Road, GateNumber, Building, Unit, Floor, Bed:
		}
	}
	return rooms
}

// laid are the nodes of a tree with what follows from those above them.
func laid(tree []NewNode) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		above := map[string]Node{}
		for i, n := range tree {
			if n.Kind == Compound || n.Kind == Road || n.Kind == Community {
				n.Reading = pinyin.Read(n.Name)
			}
			node := build(int64(i)+1, n, above[n.Parent])
			if n.Kind != Room {
				above[n.ID] = node
			}
			if !yield(node) {
				return
			}
		}
	}
}
