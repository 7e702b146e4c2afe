package area

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// FormerName is a name that a place had before (曾用名).
type FormerName struct {
	Name string
	// Label is the address as it was written then.
	Label string
	// Until is the first day of the name that followed.
	Until calendar.Date
}

// FormerNames lists the names that a place had before, the latest first.
func FormerNames(q store.Query, nodeID string) ([]FormerName, error) {
	rows, err := q.Rows(`SELECT name, label, until FROM area_former WHERE node = ? ORDER BY seq DESC`, nodeID)
	if err != nil {
		return nil, fmt.Errorf("former names of %s: %w", nodeID, err)
	}
	defer rows.Close()
	var list []FormerName
	for rows.Next() {
		var n FormerName
		if err := rows.Scan(&n.Name, &n.Label, &n.Until); err != nil {
			return nil, fmt.Errorf("former names of %s: %w", nodeID, err)
		}
		list = append(list, n)
	}
	return list, rows.Err()
}

// remember keeps the name that a place has until a day.
func remember(tx *ledger.Tx, n Node, until calendar.Date) error {
	_, err := tx.Exec(`INSERT INTO area_former SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4 FROM area_former WHERE node = ?1`,
		n.ID, n.Name, n.Label, until.String())
	if err != nil {
		return fmt.Errorf("keep the name of %s: %w", n.ID, err)
	}
	return nil
}

// belongs notes that a compound, road or grid lies in a community from a day on.
func belongs(tx *ledger.Tx, nodeID, communityID string, since calendar.Date) error {
	_, err := tx.Exec(`INSERT INTO area_belonging (node, since, community) VALUES (?,?,?)
		ON CONFLICT (node, since) DO UPDATE SET community = excluded.community`, nodeID, since.String(), communityID)
	if err != nil {
		return fmt.Errorf("put %s into its community: %w", nodeID, err)
	}
	return nil
}

// CommunityOn tells in which community a place lay on a day, whatever was merged or split since: figures of the past are counted by it. A day
// before the office knew the place counts to the first community it was in. Not found are unknown places and those above communities.
func CommunityOn(q store.Query, nodeID string, day calendar.Date) (Node, bool, error) {
	anchor, found, err := belonging(q, nodeID)
	if err != nil || !found || anchor.Kind == Community {
		return anchor, found, err
	}
	var community string
	err = q.Row(`SELECT coalesce((SELECT community FROM area_belonging WHERE node = ?1 AND since <= ?2 ORDER BY since DESC LIMIT 1),
		(SELECT community FROM area_belonging WHERE node = ?1 ORDER BY since LIMIT 1), '')`, anchor.ID, day.String()).Scan(&community)
	if err != nil {
		return Node{}, false, fmt.Errorf("community of %s on %s: %w", nodeID, day, err)
	}
	return Get(q, community)
}

// ContentsOn lists the compounds, roads and grids that lay in a community on a day, as CommunityOn tells it: what a table of the past counts for it.
func ContentsOn(q store.Query, communityID string, day calendar.Date) ([]Node, error) {
	return nodes(q, `JOIN area_belonging b ON b.node = n.id WHERE b.community = ?1 AND b.since = coalesce(
		(SELECT max(x.since) FROM area_belonging x WHERE x.node = b.node AND x.since <= ?2),
		(SELECT min(x.since) FROM area_belonging x WHERE x.node = b.node)) ORDER BY n.kind, n.sort, n.row`, communityID, day.String())
}

// belonging is the compound, road, grid or community that a place hangs below, or is.
func belonging(q store.Query, nodeID string) (Node, bool, error) {
	for nodeID != "" {
		n, found, err := Get(q, nodeID)
		if err != nil || !found {
			return Node{}, false, err
		}
		switch n.Kind {
		case Compound, Road, Grid, Community:
			return n, true, nil
		case Province, Prefecture, County, StreetOffice, GateNumber, Building, Unit, Floor, Room, Bed:
		}
		nodeID = n.Parent
	}
	return Node{}, false, nil
}

// Successors lists the communities that came of a community, by code; none where it is still there.
func Successors(q store.Query, communityID string) ([]Node, error) {
	return nodes(q, `JOIN area_successor s ON s.successor = n.id WHERE s.predecessor = ? ORDER BY n.number, n.row`, communityID)
}

// Predecessors lists the communities that a community came of, by code.
func Predecessors(q store.Query, communityID string) ([]Node, error) {
	return nodes(q, `JOIN area_successor s ON s.predecessor = n.id WHERE s.successor = ? ORDER BY n.number, n.row`, communityID)
}

// FoundPlace is a place that a name leads to.
type FoundPlace struct {
	Node
	// Via is the former community that was asked for; empty where the place was found by itself.
	Via string
}

// FindCommunities finds the communities of today by a part of the name, by first letters or by full reading. The name of one that was merged or
// split leads to what came of it, through any number of steps, and a former name to the community of today.
func FindCommunities(q store.Query, text string) ([]FoundPlace, error) {
	keys := questions(text)
	for i := range keys {
		keys[i].kind = "c-" + keys[i].kind
	}
	found, err := byKeys(q, keys, `ORDER BY n.number, n.row`)
	if err != nil {
		return nil, fmt.Errorf("find communities: %w", err)
	}
	f := following{q: q, seen: map[string]bool{}}
	for _, n := range found { // those of today before those they replaced
		if n.Open() {
			f.add(n, "")
		}
	}
	for _, n := range found {
		if !n.Open() {
			if err := f.follow(n.ID, n.Name, 0); err != nil {
				return nil, fmt.Errorf("find communities: %w", err)
			}
		}
	}
	return f.list, nil
}

// following gathers what came of communities, each once.
type following struct {
	q    store.Query
	seen map[string]bool
	list []FoundPlace
}

func (f *following) add(n Node, via string) {
	if !f.seen[n.ID] && len(f.list) < maxFound {
		f.seen[n.ID] = true
		f.list = append(f.list, FoundPlace{Node: n, Via: via})
	}
}

// maxSteps bounds how often a community was merged or split again.
const maxSteps = 20

func (f *following) follow(id, via string, steps int) error {
	next, err := Successors(f.q, id)
	if err != nil || steps == maxSteps {
		return err
	}
	for _, n := range next {
		if n.Open() {
			f.add(n, via)
		} else if err := f.follow(n.ID, via, steps+1); err != nil {
			return err
		}
	}
	return nil
}
