package street

import (
	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
	"jiezhan/station/calendar"
)

// Role says what a card of the cast is there to show; the device panel words it.
type Role string

// The cast: one card for each thing that can happen at the reader.
const (
	NewInTown       Role = "new_in_town"      // not in the register
	MovedBack       Role = "moved_back"       // lived here before: address and phone are known
	HalfYear        Role = "half_year"        // may apply for a permit
	TooEarly        Role = "too_early"        // registered two months ago
	Child           Role = "child"            // under 16
	MinorityName    Role = "minority_name"    // a name with a middle dot
	RareName        Role = "rare_name"        // a character beyond the basic plane, long-term card
	ExpiredCard     Role = "expired_card"     // still data
	WrongCheck      Role = "wrong_check"      // the number fails GB 11643
	HongKong        Role = "hong_kong"        // residence permit for Hong Kong, Macau and Taiwan residents
	ForeignResident Role = "foreign_resident" // foreign permanent resident, 2023 layout
	Unreadable      Role = "unreadable"       // a worn chip
	OtherCard       Role = "other_card"       // some contactless card
	SecondHalfYear  Role = "second_half_year" // a second person who may apply
	PermitHolder    Role = "permit_holder"    // has a permit whose endorsement is due
)

// Member is one of the cast: a card and, for those who are known, a place in the register.
type Member struct {
	Role Role
	Card idcard.Card
	// Trouble is what the card does on a reader.
	Trouble simulator.Fault
	// Months ago they registered; 0 for people who are not in the register.
	Months int
	Phone  string
	Left   bool
	// Holds says that they hold a permit.
	Holds bool
}

// Cast is the set of fictitious cards as they are on the day.
func Cast(today calendar.Date) []Member {
	resident := func(role Role, name, sex, ethnic, birth string, order, months int) Member {
		day, err := calendar.ParseDate(birth)
		if err != nil {
			panic(err) // a slip of the pen in the table below
		}
		return Member{Role: role, Months: months, Card: idcard.Card{
			Kind: idcard.KindResident, Name: name, SexCode: sex, EthnicCode: ethnic, Birth: birth,
			Address: "范本省范本市范本县范本路" + birth[8:] + "号", IDNumber: CitizenNumber("119999", day, order), Issuer: "范本市公安局范本分局",
			ValidFrom: "2019-05-06", ValidTo: today.AddYears(6).String(),
		}}
	}
	with := func(m Member, change func(*Member)) Member { change(&m); return m }
	return []Member{
		resident(NewInTown, "范示例", "1", "01", "1985-01-01", 999, 0),
		with(resident(MovedBack, "林晓燕", "2", "01", "1991-08-17", 224, 20), func(m *Member) { m.Left, m.Phone = true, "19900010001" }),
		with(resident(HalfYear, "赵建国", "1", "01", "1979-03-12", 331, 14), func(m *Member) { m.Phone = "19900010002" }),
		with(resident(SecondHalfYear, "周海棠", "2", "15", "1996-11-30", 442, 9), func(m *Member) { m.Phone = "19900010003" }),
		with(resident(TooEarly, "钱雨晴", "2", "01", "2001-02-14", 126, 2), func(m *Member) { m.Phone = "19900010004" }),
		resident(Child, "李小禾", "1", "01", today.AddYears(-9).String(), 117, 12),
		resident(MinorityName, "阿依古丽·买买提江", "2", "05", "1988-06-20", 228, 0),
		with(resident(RareName, "王𬭎𫖯", "1", "01", "1948-10-01", 519, 0), longTerm),
		with(resident(ExpiredCard, "吴梅", "2", "01", "1968-04-25", 640, 0), func(m *Member) { m.Card.ValidFrom, m.Card.ValidTo = "2004-04-25", "2024-04-25" }),
		with(resident(WrongCheck, "错例", "1", "01", "1990-09-09", 711, 0), func(m *Member) { m.Card.IDNumber = wrongCheck(m.Card.IDNumber) }),
		with(resident(HongKong, "何嘉欣", "2", "", "1993-12-05", 222, 0), hongKong),
		with(resident(ForeignResident, "", "1", "", "1982-07-07", 333, 0), foreign),
		with(resident(Unreadable, "旧卡", "1", "01", "1970-01-02", 117, 0), func(m *Member) { m.Trouble = simulator.Unreadable }),
		with(resident(PermitHolder, "孙立春", "1", "01", "1987-05-09", 557, 20), func(m *Member) { m.Phone, m.Holds = "19900010005", true }),
		with(resident(OtherCard, "公交", "1", "01", "1970-01-03", 119, 0), func(m *Member) { m.Trouble = simulator.Unsupported }),
	}
}

func longTerm(m *Member) {
	m.Card.LongTerm, m.Card.ValidTo, m.Card.ValidFrom = true, "", "2009-10-01"
}

func hongKong(m *Member) {
	birth, _ := calendar.ParseDate(m.Card.Birth) // parsed once already
	m.Card.Kind, m.Card.TypeFlag, m.Card.EthnicCode = idcard.KindHMT, "J", ""
	m.Card.IDNumber, m.Card.PermitNumber, m.Card.IssueCount = CitizenNumber("810000", birth, 998), "H99999901", "01"
}

func foreign(m *Member) {
	birth, _ := calendar.ParseDate(m.Card.Birth) // parsed once already
	m.Card.Kind, m.Card.TypeFlag, m.Card.EthnicCode, m.Card.Address = idcard.KindForeign2023, "Y", "", ""
	m.Card.EnglishName, m.Card.Nationality, m.Card.Renewals = "SAMPLE, PERSON OF NO COUNTRY", "XXA", "00"
	m.Card.Issuer, m.Card.IDNumber = "", CitizenNumber("999999", birth, 333)
}

func wrongCheck(number string) string {
	last := byte('0')
	if number[17] == last {
		last = '1'
	}
	return number[:17] + string(last)
}

// settle gives the cast who are known a room of their own and makes them residents.
func settle(today calendar.Date, rooms []room, id func() string) []Resident {
	var people []Resident
	for i, m := range Cast(today) {
		if m.Months == 0 {
			continue
		}
		birth, _ := calendar.ParseDate(m.Card.Birth) // parsed once already
		since := today.AddMonths(-m.Months)
		r := Resident{
			ID: id(), Name: m.Card.Name, Sex: m.Card.SexCode, Ethnic: m.Card.EthnicCode, Birth: birth, IDNumber: m.Card.IDNumber,
			Phone: m.Phone, CardAddress: m.Card.Address, RoomID: rooms[i].id, Household: id(), Newcomer: true, Cast: true, holds: m.Holds,
			Since: since, RegisteredOn: since.AddDays(1),
		}
		if m.Left {
			r.Ended = today.AddMonths(-3)
		}
		people = append(people, r)
	}
	return people
}
