package registry_test

import (
	"slices"
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

func TestTheFormIsJudgedWhole(t *testing.T) {
	type form = registry.RegisterResidence
	cases := map[string]struct {
		change func(*form)
		want   string
	}{
		"complete":                  {func(*form) {}, ""},
		"at the window":             {func(c *form) { c.Channel, c.Card.Verified = "counter", "seen" }, ""},
		"no phone":                  {func(c *form) { c.Phone = "" }, ""},
		"full-width number":         {func(c *form) { c.Card.IDNumber = "３３９９９９ " + c.Card.IDNumber[6:] }, ""},
		"no statement":              {func(c *form) { c.Statement = false }, "statement: statement.required"},
		"no room":                   {func(c *form) { c.RoomID = "" }, "room_id: residence.room_required"},
		"unknown room":              {func(c *form) { c.RoomID = "nowhere" }, "room_id: residence.room_unknown"},
		"a building is no room":     {func(c *form) { c.RoomID = "qs3" }, "room_id: residence.room_unknown"},
		"no day":                    {func(c *form) { c.Since = calendar.Date{} }, "since: residence.since_required"},
		"today":                     {func(c *form) { c.Since = day("2026-11-21") }, ""},
		"tomorrow":                  {func(c *form) { c.Since = day("2026-11-22") }, "since: residence.since_in_future"},
		"before birth":              {func(c *form) { c.Since = day("1990-03-06") }, "since: residence.since_before_birth"},
		"bad phone":                 {func(c *form) { c.Phone = "12345" }, "phone: phone.invalid"},
		"unknown channel":           {func(c *form) { c.Channel = "telegraph" }, "channel: residence.channel_unknown"},
		"fifteen digits":            {func(c *form) { c.Card.IDNumber = "339999900307771" }, "card.id_number: citizen_number.fifteen_digits"},
		"wrong check character":     {func(c *form) { c.Card.IDNumber = "339999199003077719" }, "card.id_number: citizen_number.checksum"},
		"no such day of birth":      {func(c *form) { c.Card.IDNumber = number("33999919900231001") }, "card.id_number: citizen_number.birth"},
		"born tomorrow":             {func(c *form) { c.Card.IDNumber = number("33999920261122001") }, "card.id_number: citizen_number.birth"},
		"not a number":              {func(c *form) { c.Card.IDNumber = "n/a" }, "card.id_number: citizen_number.format"},
		"foreign number, home card": {func(c *form) { c.Card.IDNumber = number("91115619900307001") }, "card.id_number: card.number_of_other_kind"},
		"home number, HMT permit":   {func(c *form) { c.Card.Kind = registry.HMTPermit }, "card.id_number: card.number_of_other_kind"},
		"HMT permit":                {func(c *form) { c.Card.Kind, c.Card.IDNumber = registry.HMTPermit, "810000199408230021" }, ""},
		"foreign card of 2017":      {func(c *form) { c.Card.Kind, c.Card.IDNumber = registry.ForeignCard2017, "can110178050101" }, ""},
		"foreign card, bad number":  {func(c *form) { c.Card.Kind = registry.ForeignCard2017 }, "card.id_number: card.number_invalid"},
		"foreign card of 2023":      {func(c *form) { c.Card.Kind, c.Card.IDNumber = registry.ForeignCard2023, number("91115619900307001") }, ""},
		"library card":              {func(c *form) { c.Card.Kind = "library" }, "card.kind: card.kind_unknown"},
		"no name":                   {func(c *form) { c.Card.Name = "  " }, "card.name: person.name_required"},
		"name of hundred":           {func(c *form) { c.Card.Name = strings.Repeat("范", 100) }, ""},
		"name too long":             {func(c *form) { c.Card.Name = strings.Repeat("范", 101) }, "card.name: person.name_too_long"},
		"another full name":         {func(c *form) { c.Card.NameFull = "吴兰" }, "card.name_full: person.name_full_differs"},
		"unknown sex":               {func(c *form) { c.Card.SexCode = "M" }, "card.sex_code: person.sex_unknown"},
		"unknown ethnic group":      {func(c *form) { c.Card.EthnicCode = "60" }, "card.ethnic_code: person.ethnic_unknown"},
		"no birth":                  {func(c *form) { c.Card.Birth = calendar.Date{} }, "card.birth: person.birth_invalid"},
		"nationality in words":      {func(c *form) { c.Card.Nationality = "China" }, "card.nationality: person.nationality_unknown"},
		"address too long":          {func(c *form) { c.Card.Address = strings.Repeat("路", 201) }, "card.address: person.address_too_long"},
		"issuer too long":           {func(c *form) { c.Card.Issuer = strings.Repeat("局", 101) }, "card.issuer: card.issuer_too_long"},
		"validity runs back":        {func(c *form) { c.Card.ValidTo = day("2019-12-31") }, "card.valid_to: card.validity"},
		"verified by nobody":        {func(c *form) { c.Card.Verified = "" }, "card.verified: card.verified_unknown"},
		"a warning that is a value": {func(c *form) { c.Card.Warnings = []string{"范小例"} }, "card.warnings: card.warning_unknown"},
		"another's registration":    {func(c *form) { c.MovedFrom = "nothing" }, "moved_from: residence.unknown"},
		"everything at once": {
			func(c *form) { *c = form{Card: fan(), Phone: "1"} },
			"room_id: residence.room_required, since: residence.since_required, statement: statement.required, channel: residence.channel_unknown, phone: phone.invalid",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			command := movesIn()
			c.change(&command)
			if got := openOffice(t).ask(command); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

func TestWarningsStopNobody(t *testing.T) {
	cases := map[string]struct {
		change func(*registry.CardData)
		want   string
	}{
		"area on no list": {func(*registry.CardData) {}, "citizen_number.unknown_area"},
		"known area":      {func(c *registry.CardData) { c.IDNumber = "110101199003077715" }, ""},
		"expired":         {func(c *registry.CardData) { c.IDNumber, c.ValidTo = "110101199003077715", day("2026-11-20") }, "card.expired"},
		"last day":        {func(c *registry.CardData) { c.IDNumber, c.ValidTo = "110101199003077715", day("2026-11-21") }, ""},
		"long-term": {func(c *registry.CardData) {
			c.IDNumber, c.ValidTo, c.LongTerm = "110101199003077715", day("2026-11-20"), true
		}, ""},
		"birth and sex": {
			func(c *registry.CardData) {
				c.IDNumber, c.Birth, c.SexCode = "110101199003077715", day("1990-03-08"), "2"
			},
			"card.birth_mismatch card.sex_mismatch",
		},
		"private use": {func(c *registry.CardData) { c.IDNumber, c.Name = "110101199003077715", "范\ue863" }, "name.private_use"},
		"of the reader, once": {
			func(c *registry.CardData) {
				c.IDNumber, c.Warnings = "110101199003077715", []string{"card.expired", "card.expired"}
			}, "card.expired",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			command := movesIn()
			c.change(&command.Card)
			r := o.register(command)
			if got := strings.Join(r.Warnings, " "); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
			if got := strings.Join(o.person(r.PersonID).Warnings, " "); got != c.want {
				t.Errorf("of the person: got = %q, want %q", got, c.want)
			}
		})
	}
}

// The story of one person who moves twice.
func TestOnePersonMoves(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	p := o.person(first.PersonID)
	if p.NameFull != "范小例" || p.Phone != "+8613812346620" || p.Nationality != "CHN" || p.EthnicCode != "01" || first.Number == "" {
		t.Fatalf("person = %+v, registration = %+v", p, first)
	}
	if got := o.ask(movesIn()); got != "room_id: residence.already_registered" {
		t.Errorf("the same room again: got = %q", got)
	}

	elsewhere := movesIn()
	elsewhere.RoomID, elsewhere.Phone = "wy-101", ""
	second := o.register(elsewhere)
	if second.PersonID != first.PersonID || !slices.Contains(second.Warnings, "residence.two_open_registrations") {
		t.Errorf("beside the first: got = %+v", second)
	}
	if got := o.person(p.ID).Phone; got != "+8613812346620" {
		t.Errorf("phone left out: got = %q, want the known one", got)
	}
	if got := o.residences(p.ID); got != "wy-101 active, qs-1203 active" {
		t.Errorf("got = %q", got)
	}

	moves := movesIn()
	moves.RoomID, moves.MovedFrom, moves.Phone = "qs-1204", second.ID, "0571-88886666"
	third := o.register(moves)
	if got := o.residences(p.ID); got != "qs-1204 active, wy-101 changed, qs-1203 active" {
		t.Errorf("got = %q", got)
	}
	if !slices.Contains(third.Warnings, "residence.two_open_registrations") || o.person(p.ID).Phone != "+8657188886666" {
		t.Errorf("got = %+v %+v", third, o.person(p.ID))
	}
	moves.RoomID, moves.MovedFrom = "wy-101", second.ID
	if got := o.ask(moves); got != "moved_from: residence.not_active" {
		t.Errorf("moved out twice: got = %q", got)
	}
	if got := o.ask(registry.EndResidence{ResidenceID: first.ID, On: day("2026-11-20"), Reason: registry.MovedAway}); got != "" {
		t.Errorf("end: got = %q", got)
	}
	back := movesIn()
	back.MovedFrom = third.ID
	if r := o.register(back); slices.Contains(r.Warnings, "residence.two_open_registrations") {
		t.Errorf("back in the first room: got = %+v", r)
	}
	if got := o.residences(p.ID); got != "qs-1203 active, qs-1204 changed, wy-101 changed, qs-1203 ended" {
		t.Errorf("got = %q", got)
	}
}

// The number says who somebody is; a name that differs is kept beside.
func TestAnotherNameUnderTheSameNumber(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	again := movesIn()
	again.RoomID, again.Card.Name, again.Card.ValidFrom, again.Card.Address = "wy-101", "范大例", day("2025-05-05"), "范本省范本市新路2号"
	second := o.register(again)
	if second.PersonID != first.PersonID || !slices.Contains(second.Warnings, "person.name_differs") {
		t.Fatalf("got = %+v", second)
	}
	p := o.person(first.PersonID)
	if p.NameFull != "范小例" || p.Address != "范本省范本市新路2号" || !slices.Contains(p.Warnings, "person.name_differs") {
		t.Errorf("got = %+v", p)
	}
	for _, name := range []string{"范小例", "范大例", "fdl"} {
		if got := o.found(name); !strings.HasPrefix(got, "范小例 by ") {
			t.Errorf("%s: got = %q", name, got)
		}
	}
}

// A card that was issued earlier takes nothing back.
func TestAnOlderCardChangesNoAddress(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	older := movesIn()
	older.RoomID, older.Card.ValidFrom, older.Card.Address = "wy-101", day("2010-01-01"), "范本省旧市"
	o.register(older)
	if got := o.person(first.PersonID).Address; got != fan().Address {
		t.Errorf("got = %q, want that of the newer card", got)
	}
}

// The chip holds fifteen characters; the whole name may come later.
func TestACutNameIsCompleted(t *testing.T) {
	o := openOffice(t)
	c := movesIn()
	c.Card.Name = "阿卜杜热合曼买买提吐尔逊江阿不"
	first := o.register(c)
	c.RoomID, c.Card.NameFull = "wy-101", "阿卜杜热合曼•买买提吐尔逊江阿不都拉"
	second := o.register(c)
	p := o.person(first.PersonID)
	if second.PersonID != first.PersonID || p.NameFull != "阿卜杜热合曼·买买提吐尔逊江阿不都拉" || slices.Contains(second.Warnings, "person.name_differs") {
		t.Errorf("got = %+v %+v", p, second)
	}
}

func TestAResidentActsForThemselvesOnly(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	end := registry.EndResidence{ResidenceID: first.ID, On: day("2026-11-21"), Reason: registry.MovedAway}
	other := movesIn()
	other.RoomID = "wy-101"

	o.actor = ledger.Actor{Kind: ledger.Resident, ID: "somebody else"}
	if got := o.ask(other); got != "card: residence.card_of_another" {
		t.Errorf("register: got = %q", got)
	}
	if got := o.ask(end); got != "residence_id: residence.not_own" {
		t.Errorf("end: got = %q", got)
	}
	o.actor = ledger.Actor{Kind: ledger.Resident, ID: first.PersonID}
	if got := o.ask(other); got != "" {
		t.Errorf("register: got = %q", got)
	}
	if got := o.ask(end); got != "" {
		t.Errorf("end: got = %q", got)
	}
}

func TestEndResidence(t *testing.T) {
	cases := map[string]struct {
		change func(*registry.EndResidence)
		want   string
	}{
		"moved away":      {func(*registry.EndResidence) {}, ""},
		"settled":         {func(c *registry.EndResidence) { c.Reason = registry.Settled }, ""},
		"no reason":       {func(c *registry.EndResidence) { c.Reason = "" }, "reason: residence.end_reason_unknown"},
		"tomorrow":        {func(c *registry.EndResidence) { c.On = day("2026-11-22") }, "on: residence.end_in_future"},
		"before it began": {func(c *registry.EndResidence) { c.On = day("2026-10-31") }, "on: residence.end_before_since"},
		"no day":          {func(c *registry.EndResidence) { c.On = calendar.Date{} }, "on: residence.end_required"},
		"no such thing":   {func(c *registry.EndResidence) { c.ResidenceID = "x" }, "residence_id: residence.unknown"},
		"none named":      {func(c *registry.EndResidence) { c.ResidenceID = "" }, "residence_id: residence.unknown"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			r := o.register(movesIn())
			end := registry.EndResidence{ResidenceID: r.ID, On: day("2026-11-20"), Reason: registry.MovedAway}
			c.change(&end)
			if got := o.ask(end); got != c.want {
				t.Fatalf("got = %q, want %q", got, c.want)
			}
			state := "qs-1203 active"
			if c.want == "" {
				state = "qs-1203 ended"
				if got := o.ask(end); got != "residence_id: residence.not_active" {
					t.Errorf("again: got = %q", got)
				}
			}
			if got := o.residences(r.PersonID); got != state {
				t.Errorf("got = %q, want %q", got, state)
			}
		})
	}
}
