package registry

// coveredPart is what was counted of the places of a part; of the place itself, the id is empty.
type coveredPart struct {
	id string
	Coverage
}

// lodger is somebody as found in a part: registered in a room, or of a household where one is named.
type lodger struct {
	part, household       string
	row                   int64
	documented, reachable bool
}

// meeting is a person met in a part; the whole is the part without a name.
type meeting struct {
	part string
	row  int64
}

// lodging is a household in a part.
type lodging struct{ part, household string }

// tally counts people of a place and of its parts, each person once in each.
type tally struct {
	whole      *Coverage
	parts      map[string]*Coverage
	met        map[meeting]bool // whether registered there
	households map[lodging]bool // whether everybody met so far has a document
}

// places begins a part with the places in it. Every part has some: itself.
func (t *tally) places(p coveredPart) {
	if p.id != "" {
		t.parts[p.id] = &p.Coverage
	}
	w := t.whole
	w.Buildings, w.VerifiedBuildings = w.Buildings+p.Buildings, w.VerifiedBuildings+p.VerifiedBuildings
	w.Rooms, w.KnownRooms, w.EmptyRooms = w.Rooms+p.Rooms, w.KnownRooms+p.KnownRooms, w.EmptyRooms+p.EmptyRooms
}

func (t *tally) person(l lodger) {
	t.meet(t.whole, "", l)
	if part := t.parts[l.part]; part != nil {
		t.meet(part, l.part, l)
	}
	if l.household != "" {
		at := lodging{l.part, l.household}
		complete, known := t.households[at]
		t.households[at] = l.documented && (complete || !known)
	}
}

func (t *tally) meet(c *Coverage, part string, l lodger) {
	at := meeting{part, l.row}
	registered, known := t.met[at]
	if !known {
		c.People++
		c.WithDocument += one(l.documented)
		c.WithPhone += one(l.reachable)
	}
	if l.household == "" && !registered {
		c.Registered++
		registered = true
	}
	t.met[at] = registered
}

// sum adds the households and gives everything out.
func (t *tally) sum() Coverages {
	for at, complete := range t.households {
		for _, c := range []*Coverage{t.whole, t.parts[at.part]} {
			if c != nil {
				c.Households++
				c.DocumentedHouseholds += one(complete)
			}
		}
	}
	all := Coverages{Whole: *t.whole, Parts: make(map[string]Coverage, len(t.parts))}
	for id, c := range t.parts {
		all.Parts[id] = *c
	}
	return all
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
