package area

import (
	"fmt"
	"strconv"
	"strings"

	"jiezhan/station/ledger"
)

// prefix is what the addresses of all that hangs below a node begin with. A floor adds nothing: the number of a room tells its floor.
func prefix(n Node) string {
	if n.Kind == Floor {
		return strings.TrimSuffix(n.Label, n.Name)
	}
	return n.Label
}

// labelBelow is how the address of a node is written: 青松家园3号楼2单元1203室, 幸福路18号3号楼. Compounds, roads and all above them stand alone.
func labelBelow(parent, n Node) string {
	if !n.Kind.numbered() {
		return n.Name
	}
	return prefix(parent) + n.Name
}

// pathBelow is the path of a node, see Place.Path; empty above compounds and houses. A floor passes on where the unit's part ends.
func pathBelow(parent, n Node) string {
	number := strings.ToUpper(n.Number)
	switch n.Kind {
	case Compound, GateNumber:
		return strconv.FormatInt(n.row, 10)
	case Building, Unit, Bed:
		return parent.path + "/" + number
	case Floor:
		return parent.path + skipped(parent.Kind)
	case Room:
		return parent.path + skipped(parent.Kind) + "/" + number
	case Province, Prefecture, County, StreetOffice, Community, Grid, Road:
	}
	return ""
}

// skipped are the empty parts of a path below a node that has no unit, or neither building nor unit.
func skipped(parent Kind) string {
	switch parent {
	case Building:
		return "/"
	case GateNumber:
		return "//"
	case Province, Prefecture, County, StreetOffice, Community, Grid, Compound, Road, Unit, Floor, Room, Bed:
	}
	return ""
}

// relabel writes the addresses of all that hangs below a node anew, from what the node is called now.
func relabel(tx *ledger.Tx, n Node) error {
	_, err := tx.Exec(`WITH RECURSIVE below (id, row, label, prefix) AS (
			SELECT c.id, c.row, ?1 || c.name, ?1 || CASE c.kind WHEN 'floor' THEN '' ELSE c.name END
				FROM area_node c WHERE c.parent = ?2
			UNION ALL
			SELECT c.id, c.row, b.prefix || c.name, b.prefix || CASE c.kind WHEN 'floor' THEN '' ELSE c.name END
				FROM below b JOIN area_node c ON c.parent = b.id)
		UPDATE area_node SET label = below.label FROM below WHERE area_node.row = below.row`, prefix(n), n.ID)
	if err != nil {
		return fmt.Errorf("write addresses below %s: %w", n.ID, err)
	}
	return nil
}

// repath brings the paths of all below a node whose own path was another.
func repath(tx *ledger.Tx, n Node, before string) error {
	_, err := tx.Exec(`WITH RECURSIVE below (id, row) AS (
			SELECT id, row FROM area_node WHERE parent = ?1
			UNION ALL
			SELECT c.id, c.row FROM below b JOIN area_node c ON c.parent = b.id)
		UPDATE area_node SET path = ?2 || substr(path, ?3) FROM below WHERE area_node.row = below.row`,
		n.ID, n.path, len([]rune(before))+1)
	if err != nil {
		return fmt.Errorf("move paths below %s: %w", n.ID, err)
	}
	return nil
}
