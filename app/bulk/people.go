package bulk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// people are the table of persons with household and registration (人员与居住登记).
func people() Kind {
	return Kind{
		Name: "people", Zh: "人员与居住登记", En: "People and registrations",
		Columns: []Column{
			{Key: "name", Zh: "姓名", En: "Name", Required: true, HintZh: "与证件一致", HintEn: "as on the document"},
			{Key: "id_number", Zh: "证件号码", En: "Document number", Also: []string{"身份证号", "身份证号码", "公民身份号码", "ID number"}, Required: true, HintZh: "整列设为文本", HintEn: "the column must be text"},
			{Key: "document", Zh: "证件类型", En: "Document", HintZh: "空白为居民身份证", HintEn: "empty: resident card", Allowed: documentWords(true)},
			{Key: "sex", Zh: "性别", En: "Sex", HintZh: "空白则按号码", HintEn: "empty: from the number", Allowed: []string{"男", "女"}},
			{Key: "birth", Zh: "出生日期", En: "Date of birth", HintZh: "空白则按号码", HintEn: "empty: from the number"},
			{Key: "phone", Zh: "联系电话", En: "Telephone", Also: []string{"手机", "手机号", "电话", "Phone"}, HintZh: "手机或座机", HintEn: "mobile or landline"},
			{Key: "hukou", Zh: "户籍地址", En: "Household register address", Also: []string{"户籍所在地"}, HintZh: "证件上的住址", HintEn: "as on the card"},
			{Key: "household", Zh: "户号", En: "Household", HintZh: "同室同号为一户", HintEn: "same room and number: one household"},
			{Key: "address", Zh: "居住地址", En: "Address", Also: []string{"现住址", "现居住地址"}, HintZh: "青松家园3号楼2单元1203室，或填后四列", HintEn: "or the next four columns"},
			{Key: "compound", Zh: "小区", En: "Compound", HintZh: "地址库中的名称", HintEn: "as in the address tree"},
			{Key: "building", Zh: "楼栋", En: "Building", HintZh: "3", HintEn: "3"},
			{Key: "unit", Zh: "单元", En: "Unit", HintZh: "2，无单元留空", HintEn: "2, or empty"},
			{Key: "room", Zh: "房号", En: "Room", Also: []string{"室号", "房间号"}, HintZh: "1203", HintEn: "1203"},
			{Key: "since", Zh: "入住日期", En: "Moved in", Also: []string{"居住日期", "起始日期"}, HintZh: "空白则只登记人员", HintEn: "empty: no registration"},
			{Key: "registered", Zh: "登记日期", En: "Registered on", HintZh: "空白为导入当日", HintEn: "empty: today"},
			{Key: "number", Zh: "登记编号", En: "Receipt number", HintZh: "空白则由系统编号", HintEn: "empty: drawn here"},
		},
		Judge: judgePeople,
		Command: func(rows []json.RawMessage) (ledger.Command, error) {
			list, err := decodeAll[registry.ImportedPerson](rows)
			return registry.ImportPeople{People: list}, err
		},
		Count: func(o ledger.Outcome) (Count, error) {
			r, err := ledger.Result[registry.ImportedPeople](o)
			return Count{Added: r.Added + r.Again, Known: r.Known - r.Again}, err
		},
	}
}

// peopleColumns are the columns of the fields of the command.
func peopleColumns() map[string]string {
	return map[string]string{
		"card.name": "name", "card.name_full": "name", "card.id_number": "id_number", "card.kind": "document", "card.sex_code": "sex", "card.birth": "birth",
		"card.address": "hukou", "phone": "phone", "room_id": "room", "since": "since", "registered_on": "registered", "number": "number",
	}
}

type documentWord struct {
	zh, en string
	kind   registry.DocumentKind
}

func documents() []documentWord {
	return []documentWord{
		{"居民身份证", "Resident identity card", registry.ResidentCard},
		{"港澳台居民居住证", "HK/Macau/Taiwan residence permit", registry.HMTPermit},
		{"外国人永久居留身份证", "Foreign permanent resident card", registry.ForeignCard2023},
		{"外国人永久居留身份证（旧）", "Foreign permanent resident card (old)", registry.ForeignCard2017},
	}
}

func documentWords(zh bool) []string {
	var words []string
	for _, d := range documents() {
		if zh {
			words = append(words, d.zh)
		} else {
			words = append(words, d.en)
		}
	}
	return words
}

// judgePeople begins with an empty memory of who has stood in the file.
func judgePeople(j Judging) Judge {
	rooms, seen := newFinder(), map[string]int{}
	return func(q store.Query, r Cells) (any, []Problem, error) {
		p, wrong := readPerson(j, r)
		where, column, code := positionOf(r)
		switch {
		case code != "":
			wrong = append(wrong, Problem{Column: column, Code: code})
		case where != position{}:
			room, code, err := rooms.room(q, where)
			if err != nil {
				return nil, nil, err
			}
			if code != "" {
				wrong = append(wrong, Problem{Column: column, Code: code})
			}
			p.RoomID = room.ID
		case !p.Since.IsZero() || r.Text("household") != "":
			wrong = append(wrong, Problem{Column: column, Code: "residence.room_required"})
		}
		if household := r.Text("household"); household != "" && p.RoomID != "" {
			p.HouseholdID = derived("household", p.RoomID, household)
		}
		wrong = append(wrong, numberProblems(seen, r, p.Card.IDNumber)...)
		if len(wrong) == 0 {
			c := registry.ImportPeople{People: []registry.ImportedPerson{p}}
			wrong = fieldsToColumns(c.Validate(j.Stamp), peopleColumns())
			if p.Card.Birth.IsZero() && r.Text("birth") == "" { // it was to follow from the number, which is wrong
				wrong = slices.DeleteFunc(wrong, func(p Problem) bool { return p.Column == "birth" })
			}
		}
		if len(wrong) > 0 {
			return nil, wrong, nil
		}
		_, known, err := registry.PersonByNumber(q, p.Card.IDNumber)
		if known {
			wrong = []Problem{{Column: "id_number", Code: "row.person_known"}}
		}
		return p, wrong, err
	}
}

// numberProblems says what a spreadsheet did to the number, and whether the file has it twice.
func numberProblems(seen map[string]int, r Cells, number string) []Problem {
	if wrong := damaged(r, "id_number", number); wrong != nil {
		return wrong
	}
	if line, before := seen[number]; before {
		return []Problem{{Column: "id_number", Code: "row.twice", Params: inLine(line)}}
	}
	seen[number] = r.Line
	return nil
}

// damaged says that a number is missing, or what a spreadsheet did to it.
func damaged(r Cells, column, number string) []Problem {
	damage := sheet.DamageOf(r.Text(column))
	_, _, err := identity.ParseNumber(number)
	if damage != sheet.Whole && (err != nil || damage == sheet.Exponent) {
		return []Problem{{Column: column, Code: "row.number_" + string(damage)}}
	}
	if number == "" {
		return []Problem{{Column: column, Code: "row.number_required"}}
	}
	return nil
}

// readPerson reads what the row says of the person alone.
func readPerson(j Judging, r Cells) (registry.ImportedPerson, []Problem) {
	var wrong []Problem
	line := strconv.Itoa(r.Line)
	p := registry.ImportedPerson{
		ID: derived(j.Job, line, "person"), Phone: bareNumber(r.Text("phone")),
		Card: registry.CardData{
			Kind: registry.ResidentCard, Name: r.Text("name"), IDNumber: identity.TidyNumber(r.Text("id_number")), Address: r.Text("hukou"),
			Verified: registry.VerifiedImport, Birth: r.date("birth", &wrong), SexCode: "9",
		},
		Since: r.date("since", &wrong), RegisteredOn: r.date("registered", &wrong),
	}
	n, _, numberErr := identity.ParseNumber(p.Card.IDNumber)
	if numberErr == nil {
		p.Card.SexCode = n.Sex()
		if p.Card.Birth.IsZero() {
			p.Card.Birth = n.Birth()
		}
	}
	if text := r.Text("document"); text != "" {
		kind, ok := documentKind(text)
		if !ok {
			wrong = append(wrong, Problem{Column: "document", Code: "card.kind_unknown"})
		}
		p.Card.Kind = kind
	} else if numberErr == nil && n.Foreign() {
		p.Card.Kind = registry.ForeignCard2023
	} else if numberErr == nil && n.HMT() {
		p.Card.Kind = registry.HMTPermit
	}
	if text := r.Text("sex"); text != "" {
		code, ok := sexCode(text)
		if !ok {
			wrong = append(wrong, Problem{Column: "sex", Code: "person.sex_unknown"})
		}
		p.Card.SexCode = code
	}
	register(j, r, &p)
	return p, wrong
}

// register completes the registration of a row that has one.
func register(j Judging, r Cells, p *registry.ImportedPerson) {
	if p.Since.IsZero() {
		p.RegisteredOn = calendar.Date{}
		return
	}
	if p.RegisteredOn.IsZero() {
		p.RegisteredOn = j.Today
	}
	p.ResidenceID = derived(j.Job, strconv.Itoa(r.Line), "residence")
	if p.Number = r.Text("number"); p.Number == "" {
		p.Number = drawnNumber("DR", j, r.Line)
	}
}

func documentKind(text string) (registry.DocumentKind, bool) {
	for _, d := range documents() {
		if plainHeading(text) == plainHeading(d.zh) && strings.Contains(text, "旧") == strings.Contains(d.zh, "旧") || strings.EqualFold(text, d.en) {
			return d.kind, true
		}
	}
	return registry.ResidentCard, text == "身份证"
}

func sexCode(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "男", "1", "m", "male":
		return "1", true
	case "女", "2", "f", "female":
		return "2", true
	}
	return "", false
}

// derived is an identifier that equal words always make anew, so that what is done twice is done once.
func derived(words ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("jiezhan:bulk/"+strings.Join(words, "/"))).String()
}

func decodeAll[T any](rows []json.RawMessage) ([]T, error) {
	list := make([]T, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row, &list[i]); err != nil {
			return nil, fmt.Errorf("read a judged row: %w", err)
		}
	}
	return list, nil
}
