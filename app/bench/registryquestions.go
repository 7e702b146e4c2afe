package bench

import (
	"fmt"
	"strings"

	"jiezhan/station/identity"
	"jiezhan/station/pinyin"
)

// question is one kind of text that people type. It is made from somebody, or taken from a list of the worst there are.
type question struct {
	kind  string
	of    func(resident) string
	worst []string
	// finds is wantsHits, wantsNone, or mayFind where the worst of a kind may find nothing.
	finds expectation
}

type expectation int

const (
	wantsHits expectation = iota
	mayFind
	wantsNone
)

// text is the nth question of a kind.
func (k question) text(n int, r resident) string {
	if k.of == nil {
		return k.worst[n%len(k.worst)]
	}
	return k.of(r)
}

// questions are all kinds. Each is asked of the whole box: people, places, permits and cases.
func questions() []question {
	return append(append(nameQuestions(), numberQuestions()...), append(addressQuestions(), nothingQuestions()...)...)
}

func nameQuestions() []question {
	return []question{
		{kind: "name", of: func(r resident) string { return r.name }},
		{kind: "name_head", worst: []string{"王", "李", "张", "刘", "陈", "王伟", "李芳"}},
		{kind: "name_part", of: func(r resident) string {
			if _, last, words := strings.Cut(r.name, " "); words { // a name in letters has its parts where a word begins
				return last
			}
			return string([]rune(r.name)[1:])
		}},
		{kind: "name_part_worst", worst: []string{"伟", "芳", "子", "明", "国华", "热合曼", "阿卜", "JOHN", "SMITH", "𬭎"}, finds: mayFind},
		{kind: "pinyin", of: func(r resident) string { return pinyin.Full(r.name) }},
		{kind: "pinyin_head", worst: []string{"wang", "li", "zhang", "liu", "chen", "a", "wangw", "zhangw"}},
		{kind: "initials", of: func(r resident) string { return pinyin.Initials(r.name) }},
		{kind: "initials_worst", worst: []string{"w", "l", "z", "x", "zw", "lx", "wx", "lxm", "zjg"}, finds: mayFind},
		{kind: "last4_name", of: func(r resident) string { return r.number[len(r.number)-4:] + " " + r.name }},
		{kind: "name_phone4", of: func(r resident) string { return r.name + r.phone[len(r.phone)-4:] }},
	}
}

func numberQuestions() []question {
	return []question{
		{kind: "id_number", of: func(r resident) string { return r.number }},
		{kind: "id_number_spaced", of: func(r resident) string {
			if len(r.number) < 15 {
				return ""
			}
			return strings.ToLower(r.number[:6] + " " + r.number[6:14] + " " + r.number[14:])
		}},
		{kind: "id_number_head", of: func(r resident) string { return r.number[:min(6+r.index%9, len(r.number))] }},
		{kind: "number_letters", of: func(r resident) string {
			if _, is := traveller(r.index); !is {
				return ""
			}
			return []string{r.number, strings.ToLower(r.number), r.number[:1] + " " + r.number[1:5] + " " + r.number[5:]}[r.index/travellerEach%3]
		}},
		{kind: "number_letters_head", worst: []string{"E0000", "H0001", "C01X0", "GBR00", "gbr000"}, finds: mayFind},
		{kind: "phone", of: func(r resident) string { return identity.NationalPhone(r.phone) }},
		{kind: "phone_head", of: func(r resident) string { return identity.NationalPhone(r.phone)[:7] }},
		{kind: "permit_number", of: func(r resident) string { return r.permitNumber }},
		{kind: "permit_number_head", worst: []string{"3399", "33999924", "3399992400"}},
		{kind: "case_number", of: func(r resident) string { return r.applied }},
		{kind: "case_number_tail", of: func(r resident) string { _, tail, _ := strings.Cut(r.applied, "-"); return tail }},
		{kind: "case_number_head", worst: []string{"339999001001-24", "339999001001", "240102", "240102-2"}},
	}
}

// parts are building, unit and room of a resident.
func (r resident) parts() (building, unit, room string) {
	p := strings.Split(r.place.Path, "/")
	return p[1], p[2], p[3]
}

func addressQuestions() []question {
	head := func(r resident) string { return string([]rune(r.compound)[:2]) }
	return []question{
		{kind: "address", of: func(r resident) string { return r.place.Label }},
		{kind: "address_any_order", of: func(r resident) string {
			b, u, room := r.parts()
			return []string{
				fmt.Sprintf("%s %s %s %s", head(r), b, u, room), fmt.Sprintf("%s室 %s单元 %s %s栋", room, u, r.compound, b),
				fmt.Sprintf("%s %s-%s-%s", pinyin.Initials(r.compound), b, u, room), fmt.Sprintf("幸福路%s%s#%s-%s", r.compound, b, u, room),
			}[r.index%4]
		}},
		{kind: "address_no_building", of: func(r resident) string { _, _, room := r.parts(); return r.compound + " " + room }},
		{kind: "address_worst", worst: []string{
			"花园 1203", "小区 2单元", "家园 3单元 101", "新村 1203 王", "花园 9 9 9999", "hy 3301", "小区 7单元", "雅居 12 王伟", "家园 3", "苑 101",
		}, finds: mayFind},
		{kind: "gate_number", of: func(r resident) string { return fmt.Sprintf("%s%d号", roadName(r.community), 1+r.index%housesEach) }},
		{kind: "road", of: func(r resident) string { return roadName(r.community) }},
		{kind: "community", worst: []string{"社区", "第1", "第1社区", "d1sq", "东风", "风1社区"}},
		{kind: "community_old", of: func(r resident) string { return formerly(r.community, r.index%2) }},
		{kind: "compound", of: func(r resident) string { return r.compound }},
		{kind: "compound_name", of: func(r resident) string { return r.compound + " " + r.name }},
		{kind: "compound_name_worst", worst: []string{"花园 王", "王 小区", "家园 囍", "hy 王", "新村 李 伟 张 芳"}, finds: mayFind},
	}
}

func nothingQuestions() []question {
	return []question{
		{kind: "nothing", of: func(r resident) string { return "囍" + r.name }, finds: wantsNone},
		{kind: "nothing_long", worst: []string{
			strings.Repeat("囍龘", 49) + "1", strings.Repeat("囍龘麤 ", 24) + "1203", strings.Repeat("qxqx ", 19), strings.Repeat("9", 99), strings.Repeat("囍1", 49),
		}, finds: wantsNone},
	}
}
