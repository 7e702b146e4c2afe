// Package area knows the address tree (地址树) of the street office: communities, grids, compounds, buildings, units and rooms, and how an
// address is written and found. It knows nobody who lives there.
package area

import (
	_ "embed"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station.
func Slice() ledger.Slice {
	return ledger.Slice{
		Name: "area", Schema: schema,
		Commands: []ledger.Declaration{
			ledger.Declare[AddNodes](ledger.OnlineOnly),
			ledger.Declare[ImportRooms](ledger.OnlineOnly),
			ledger.Declare[RenameNode](ledger.OnlineOnly),
			ledger.Declare[ReopenNode](ledger.OnlineOnly),
			ledger.Declare[AssignGrid](ledger.OnlineOnly),
			ledger.Declare[PlaceBuildings](ledger.OnlineOnly),
			ledger.Declare[ProposeNumbers](ledger.OnlineOnly),
			ledger.Declare[Reorganise](ledger.OnlineOnly),
			ledger.Declare[StateOccupancy](ledger.OnlineOnly),
		},
	}
}

// Node is one place of the tree.
type Node struct {
	ID     string
	Kind   Kind
	Parent string
	// Grid is the grid's node, where one is known.
	Grid string
	// Community is the 12-digit code of the community in which the node lies.
	Community string
	// Name is the node's own part of the address: 3号楼.
	Name string
	// Number tells siblings apart: 3.
	Number string
	// Label is the address from the compound down: 青松家园3号楼2单元1203室.
	Label string
	// Sort orders siblings as people count them.
	Sort string
	// Use is what a room is for; empty for other kinds.
	Use RoomUse
	// From is the first day of the place where one is known, ClosedOn the first day on which it is no more.
	From, ClosedOn calendar.Date
	// Children is how many nodes hang directly below, closed ones included.
	Children int

	row  int64
	path string
	// reading is known of a node that is being added.
	reading pinyin.Reading
}

// Place is where a room lies.
type Place struct {
	RoomID, CompoundID string
	// Label is the written address.
	Label string
	// Path is the short name of the compound, or of the house on a road, and the numbers of building, unit and room, with a slash between:
	// 17/3/2/1203. The unit is empty where a building has none, the building where a house on a road has none.
	Path string
	// Closed tells that the room is no more: nobody can move in.
	Closed bool
}

// sortKey pads every run of digits, so that 10 comes after 9.
func sortKey(text string) string {
	const width = 6
	var b, run strings.Builder
	flush := func() {
		if n := run.Len(); n > 0 && n < width {
			b.WriteString(strings.Repeat("0", width-n))
		}
		b.WriteString(run.String())
		run.Reset()
	}
	for _, r := range text {
		if r >= '0' && r <= '9' {
			run.WriteRune(r)
			continue
		}
		flush()
		b.WriteRune(r)
	}
	flush()
	return b.String()
}

// Open tells whether the place is still there.
func (n Node) Open() bool { return n.ClosedOn.IsZero() }
