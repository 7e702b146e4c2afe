// Package area knows the address tree (地址树) of the street office: communities, grids, compounds, buildings, units and rooms, and how an
// address is written and found. It knows nobody who lives there.
package area

import (
	_ "embed"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station.
func Slice() ledger.Slice {
	return ledger.Slice{
		Name: "area", Schema: schema,
		Commands: []ledger.Declaration{ledger.Declare[AddNodes](ledger.OnlineOnly), ledger.Declare[ImportRooms](ledger.OnlineOnly)},
	}
}

// Codes lists every code this package answers.
func Codes() []string {
	return []string{
		"area.community_unknown", "area.grid_unknown", "area.id_taken", "area.kind_unknown", "area.name_required", "area.name_too_long", "area.nothing",
		"area.number_invalid", "area.number_required", "area.number_taken", "area.parent_kind", "area.parent_unknown", "area.too_many",
	}
}

// Kind is a level of the tree.
type Kind string

const (
	// StreetOffice (街道办事处) is the root.
	StreetOffice Kind = "street_office"
	// Community (社区); its number is the 12-digit code.
	Community Kind = "community"
	// Grid (网格) is a second parent of buildings and units. Moving a grid changes no address.
	Grid Kind = "grid"
	// Compound (小区) is where a written address begins.
	Compound Kind = "compound"
	// Building (楼栋).
	Building Kind = "building"
	// Unit (单元) is a staircase of a building.
	Unit Kind = "unit"
	// Room (室) is the leaf that people live in.
	Room Kind = "room"
)

// Valid tells whether the kind is one of the tree.
func (k Kind) Valid() bool {
	switch k {
	case StreetOffice, Community, Grid, Compound, Building, Unit, Room:
		return true
	}
	return false
}

// under tells whether a node of kind k may hang below one of kind parent; an empty parent is the root.
func (k Kind) under(parent Kind) bool {
	switch k {
	case StreetOffice:
		return parent == ""
	case Community:
		return parent == StreetOffice || parent == ""
	case Grid, Compound:
		return parent == Community
	case Building:
		return parent == Compound
	case Unit:
		return parent == Building
	case Room:
		return parent == Unit || parent == Building
	}
	return false
}

// numbered kinds are told apart by a number among their siblings.
func (k Kind) numbered() bool { return k == Building || k == Unit || k == Room }

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
	// Children is how many nodes hang directly below.
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
	// Path is the compound's short name and the numbers of building, unit and room, with a slash between: 17/3/2/1203.
	// The unit is empty where a building has none.
	Path string
}

// defaultName is the usual writing of a number in an address.
func defaultName(kind Kind, number string) string {
	switch kind {
	case Building:
		return number + "号楼"
	case Unit:
		return number + "单元"
	case Room:
		return number + "室"
	case StreetOffice, Community, Grid, Compound:
	}
	return ""
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
