package area

import "slices"

// Kind is a level of the tree, after the element kinds of GA/T 2000.32 down to the compound; below it the levels are our own.
type Kind string

const (
	// Province (省、自治区、直辖市), Prefecture (市、州) and County (区、县) stand above the street office where an office enters them.
	Province Kind = "province"
	// Prefecture lies in a province.
	Prefecture Kind = "prefecture"
	// County lies in a prefecture, or straight in a province as in Beijing.
	County Kind = "county"
	// StreetOffice (街道办事处) is the root of most offices.
	StreetOffice Kind = "street_office"
	// Community (社区); its number is the 12-digit code.
	Community Kind = "community"
	// Grid (网格) is a second parent of buildings and units. Moving a grid changes no address.
	Grid Kind = "grid"
	// Compound (小区) is where a written address begins.
	Compound Kind = "compound"
	// Road (路、街、巷) is where an address begins that has no compound. A road through two communities is entered in each of them.
	Road Kind = "road"
	// GateNumber (门牌号) is a house on a road: 18号.
	GateNumber Kind = "gate_number"
	// Building (楼栋).
	Building Kind = "building"
	// Unit (单元) is a staircase of a building.
	Unit Kind = "unit"
	// Floor (层) is entered where a floor is let or run as a whole. It is no part of the address of a room: 1203 tells it.
	Floor Kind = "floor"
	// Room (室) is the leaf that people live in.
	Room Kind = "room"
	// Bed (床位) is a place in a room of a dormitory. People are registered in the room.
	Bed Kind = "bed"
)

// Kinds lists all kinds from the top down.
func Kinds() []Kind {
	return []Kind{Province, Prefecture, County, StreetOffice, Community, Grid, Compound, Road, GateNumber, Building, Unit, Floor, Room, Bed}
}

// Valid tells whether the kind is one of the tree.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// under tells whether a node of kind k may hang below one of kind parent; an empty parent is the root.
func (k Kind) under(parent Kind) bool {
	switch k {
	case Province:
		return parent == ""
	case Prefecture:
		return parent == Province
	case County:
		return parent == Prefecture || parent == Province
	case StreetOffice:
		return parent == County || parent == ""
	case Community:
		return parent == StreetOffice || parent == ""
	case Grid, Compound, Road:
		return parent == Community
	case GateNumber:
		return parent == Road
	case Building:
		return parent == Compound || parent == GateNumber
	case Unit:
		return parent == Building
	case Floor:
		return parent == Unit || parent == Building
	case Room:
		return parent == Floor || parent == Unit || parent == Building || parent == GateNumber
	case Bed:
		return parent == Room
	}
	return false
}

// numbered kinds are told apart by a number among their siblings.
func (k Kind) numbered() bool {
	return k == GateNumber || k == Building || k == Unit || k == Floor || k == Room || k == Bed
}

// named kinds are found by how their name is typed, too.
func (k Kind) named() bool { return k == Community || k == Compound || k == Road }

// gridded kinds may lie in a grid.
func (k Kind) gridded() bool { return k == Building || k == Unit }

// defaultName is the usual writing of a number in an address.
func defaultName(kind Kind, number string) string {
	switch kind {
	case GateNumber:
		return number + "号"
	case Building:
		return number + "号楼"
	case Unit:
		return number + "单元"
	case Floor:
		return number + "层"
	case Room:
		return number + "室"
	case Bed:
		return number + "床"
	case Province, Prefecture, County, StreetOffice, Community, Grid, Compound, Road:
	}
	return ""
}

// RoomUse is what a room is for. Only living rooms may be let for living (Housing Rental Regulations 2025).
type RoomUse string

const (
	// Living rooms are what people live in; the use of a room of which nothing else is said.
	Living RoomUse = "living"
	// Kitchen (厨房).
	Kitchen RoomUse = "kitchen"
	// Bathroom (卫生间).
	Bathroom RoomUse = "bathroom"
	// Balcony (阳台).
	Balcony RoomUse = "balcony"
	// Basement (地下储藏室).
	Basement RoomUse = "basement"
	// OtherUse is any other space not made for living, such as a passage or a shop.
	OtherUse RoomUse = "other"
)

// RoomUses lists all uses.
func RoomUses() []RoomUse { return []RoomUse{Living, Kitchen, Bathroom, Balcony, Basement, OtherUse} }

// Valid tells whether the use is known.
func (u RoomUse) Valid() bool { return slices.Contains(RoomUses(), u) }

// Lettable tells whether a room of this use may be let for living: kitchens, bathrooms, balconies, passages, basements and the like may not.
func (u RoomUse) Lettable() bool { return u == Living }
