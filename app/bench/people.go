package bench

import (
	"encoding/json"
	"fmt"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// RoomID is the one room there is; who lives in it does not matter.
const RoomID = "01990000-0000-7000-8000-000000000006"

// Places is the way from the street office down to the room.
func Places() area.AddNodes {
	id := func(n int) string { return fmt.Sprintf("01990000-0000-7000-8000-%012d", n) }
	return area.AddNodes{Nodes: []area.NewNode{
		{ID: id(1), Kind: area.StreetOffice, Name: "和平街道", Number: "339999001"},
		{ID: id(2), Kind: area.Community, Parent: id(1), Name: "青松社区", Number: "339999001001"},
		{ID: id(3), Kind: area.Compound, Parent: id(2), Name: "青松苑"},
		{ID: id(4), Kind: area.Building, Parent: id(3), Number: "3"},
		{ID: id(5), Kind: area.Unit, Parent: id(4), Number: "2"},
		{ID: RoomID, Kind: area.Room, Parent: id(5), Number: "1203"},
	}}
}

// Number is the citizen number of the nth invented person; its area code belongs to no county.
func Number(n int) string {
	head := fmt.Sprintf("339999%04d%02d%02d%03d", 1950+n/1000/28/12%50, 1+n/1000/28%12, 1+n/1000%28, n%1000)
	return head + string(identity.Check(head))
}

// Registration is what the kiosk sends for the nth person.
func Registration(n int) registry.RegisterResidence {
	card := card(n)
	return registry.RegisterResidence{Card: card, RoomID: RoomID, Since: card.ValidFrom, Statement: true, Channel: "kiosk"}
}

func card(n int) registry.CardData {
	id := Number(n)
	birth, _ := calendar.ParseDate(id[6:10] + "-" + id[10:12] + "-" + id[12:14]) // made above
	from, _ := calendar.ParseDate("2020-01-01")
	sex := "2"
	if (id[16]-'0')%2 == 1 {
		sex = "1"
	}
	return registry.CardData{
		Kind: registry.ResidentCard, Name: "范例" + string(rune('一'+n%5000)), SexCode: sex, EthnicCode: "01", Birth: birth, Address: "范本省范本市",
		IDNumber: id, Issuer: "范本市公安局", ValidFrom: from, LongTerm: true, Nationality: "CHN", Verified: registry.VerifiedChip,
	}
}

// Import is a part of a register that was kept elsewhere: count people from the nth on.
func Import(n, count int) registry.ImportPeople {
	var c registry.ImportPeople
	for i := n; i < n+count; i++ {
		card := card(i)
		c.People = append(c.People, registry.ImportedPerson{Card: card, RoomID: RoomID})
	}
	return c
}

// Look is the smallest command there is, the line that says who saw a record.
func Look(at time.Time) registry.RecordLooks {
	return registry.RecordLooks{Looks: []registry.Look{{
		At: at.UTC().Truncate(time.Millisecond), Actor: actor(), PersonID: "01990000-0000-7000-8000-00000000b001", What: registry.Listed, Purpose: "case", Station: "s1",
	}}}
}

func actor() ledger.Actor { return ledger.Actor{Kind: ledger.System, ID: "bench"} }

// NewCommand makes a command ready to be sent.
func NewCommand(request string, c ledger.Command) Command {
	payload, err := json.Marshal(c)
	if err != nil {
		payload = nil // commands are plain data; one that is not is refused by the station
	}
	return Command{RequestID: request, Kind: c.Kind(), Payload: payload, Actor: actor()}
}
