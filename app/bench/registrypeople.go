package bench

import (
	"fmt"
	"math/rand/v2"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
)

// resident is one invented person of a street, with all that can be asked for.
type resident struct {
	index                   int
	id, name, number, phone string
	kind                    registry.DocumentKind
	place                   area.Place
	community, compound     string
	registered              bool
	residence, caseNumber   string
	since                   calendar.Date
	application, applied    string // id and number, or empty
	appliedOn               calendar.Date
	permitNumber            string
	delivered               bool
}

// Surnames are as unevenly spread as in life: one in fourteen is called 王. So are the characters of given names.
const (
	surnames = "王王王王王王王李李李李李李李张张张张张张张刘刘刘刘刘陈陈陈陈杨杨杨赵赵黄黄周周吴吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
	given    = "伟伟伟芳芳芳娜秀秀英英敏静静丽丽强磊军洋勇艳杰娟涛明明超兰霞平刚桂文文辉力晓晓华华建建国国志志红玉玉梅玲珍凤春生海海山仁波宁贵福龙元全胜学祥才发武新利清飞彬富顺信子子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆"
	rare     = "𬭎𫖯䶮𠅤"
)

// who names people of minorities and foreigners; a few of each stand in every register.
//
//nolint:gochecknoglobals // tables, never written
var (
	surnameRunes, givenRunes, rareRunes = []rune(surnames), []rune(given), []rune(rare)
	minorityParts                       = []string{"阿卜杜", "热合曼", "买买提", "古丽", "艾山", "江孜", "迪丽", "玛依拉"}
	foreignParts                        = []string{"JOHN", "MARIA", "SMITH", "ANDERSON", "OLGA", "PARK", "TANAKA", "NGUYEN"}
)

// Shares of the sample: one person in so many.
const (
	minorityEach, foreignerEach, rareEach = 400, 1500, 900
	travellerEach                         = 250 // whose number has letters in it, see travellers
	openEach                              = 170 // of the applications
)

// somebody is the nth person of so many.
func (s *street) somebody(i, people int) resident {
	random := rand.New(rand.NewPCG(1, uint64(i)))
	slot := i * 2654435761 % people // neighbours do not stand side by side in the tables
	place := slot * len(s.places) / people
	r := resident{
		index: i, id: fmt.Sprintf("01990000-0000-7000-a000-%012d", i), phone: fmt.Sprintf("+861%d%09d", 3+i%7, i*1000003%1_000_000_000),
		place: s.places[place], registered: place%10 < 4,
	}
	r.kind, r.number = sampleNumber(i)
	r.name = sampleName(random, i)
	r.community, r.compound = s.communities[r.place.CompoundID], s.compounds[r.place.CompoundID]
	if !r.registered {
		return r
	}
	r.residence = fmt.Sprintf("01990000-0000-7000-b000-%012d", i)
	r.caseNumber, r.since = caseNumber(r.community, 1, i)
	if i%8 >= 5 { // five of eight hold a permit or have applied for one
		return r
	}
	r.application = fmt.Sprintf("01990000-0000-7000-c000-%012d", i)
	r.applied, r.appliedOn = caseNumber(r.community, 2, i)
	if r.delivered = i%openEach != 0; r.delivered {
		r.permitNumber = fmt.Sprintf("3399992400%08d", i)
	}
	return r
}

// travellers are the documents whose numbers have letters in them, taken in turn, with the country that gives them.
//
//nolint:gochecknoglobals // a table, never written
var travellers = []struct {
	kind           registry.DocumentKind
	issuer, number string
}{
	{registry.Passport, "CHN", "E%08d"}, {registry.HMTravelPermit, "", "H%08d"}, {registry.TaiwanTravelPermit, "", "%010dB"}, {registry.Passport, "DEU", "C01X%05d"},
}

// traveller tells whose number has letters in it, and of which kind.
func traveller(i int) (kind int, is bool) {
	return i / travellerEach % len(travellers), i%travellerEach == 21
}

// sampleNumber is a different number for every i; area codes belong to no county.
func sampleNumber(i int) (registry.DocumentKind, string) {
	if kind, is := traveller(i); is {
		return travellers[kind].kind, fmt.Sprintf(travellers[kind].number, i)
	}
	if i%foreignerEach == 11 {
		return registry.ForeignCard2017, fmt.Sprintf("GBR%012d", i)
	}
	birth := calendar.NewDate(1940, 1, 1).AddDays(i / 1000 * 37 % 27_000)
	head := []string{"349999", "419999", "369999", "429999"}[i%4] + birth.String()[:4] + birth.String()[5:7] + birth.String()[8:] + fmt.Sprintf("%03d", i%1000)
	return registry.ResidentCard, head + string(identity.Check(head))
}

func sampleName(random *rand.Rand, i int) string {
	pick := func(runes []rune) string { return string(runes[random.IntN(len(runes))]) }
	switch {
	case i%foreignerEach == 11:
		return foreignParts[random.IntN(len(foreignParts))] + " " + foreignParts[random.IntN(len(foreignParts))]
	case i%minorityEach == 7:
		return minorityParts[random.IntN(len(minorityParts))] + "·" + minorityParts[random.IntN(len(minorityParts))]
	case i%rareEach == 5:
		return pick(surnameRunes) + pick(rareRunes)
	case random.IntN(100) < 18:
		return pick(surnameRunes) + pick(givenRunes)
	}
	return pick(surnameRunes) + pick(givenRunes) + pick(givenRunes)
}

// line is what the register would import of the person.
func (r resident) line() registry.ImportedPerson {
	c := registry.CardData{
		Kind: r.kind, Name: r.name, SexCode: "1", EthnicCode: "01", Birth: calendar.NewDate(1990, 1, 1), Address: "范本省范本市范本路1号",
		IDNumber: r.number, Issuer: "范本市公安局", ValidFrom: calendar.NewDate(2020, 1, 1), ValidTo: calendar.NewDate(2040, 1, 1), Verified: registry.VerifiedChip,
	}
	if n, _, err := identity.ParseNumber(r.number); err == nil {
		c.Birth, c.SexCode = n.Birth(), n.Sex()
	} else if kind, is := traveller(r.index); is {
		c.Issuer = travellers[kind].issuer
	} else {
		c.Nationality = "GBR"
	}
	p := registry.ImportedPerson{ID: r.id, Card: c, Phone: r.phone, RoomID: r.place.RoomID}
	if r.registered {
		p.ResidenceID, p.Number, p.Since, p.RegisteredOn = r.residence, r.caseNumber, r.since, r.since
	} else {
		p.HouseholdID = "h" + r.place.RoomID[1:]
	}
	return p
}

// filed is the person's application.
func (r resident) filed() permit.Filled {
	f := permit.Filled{
		ID: r.application, Number: r.applied, PersonID: r.id, ResidenceID: r.residence, State: permit.Submitted, SubmittedOn: r.appliedOn,
	}
	if r.delivered {
		f.State, f.PermitID, f.PermitNumber = permit.Delivered, "d"+r.application[1:], r.permitNumber
	}
	return f
}
