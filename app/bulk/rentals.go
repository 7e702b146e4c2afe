package bulk

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// rentals are the table of rental files (租赁档案): one line for each dwelling, or one for each of its tenants.
func rentals() Kind {
	return Kind{
		Name: "rentals", Zh: "出租房与租客", En: "Rentals and tenants",
		Columns: []Column{
			{Key: "address", Zh: "房屋地址", En: "Address", Also: []string{"地址", "出租屋地址", "居住地址"}, HintZh: "青松家园3号楼2单元1203室，或填后四列；几位租客就几行", HintEn: "or the next four columns; a line for each tenant"},
			{Key: "compound", Zh: "小区", En: "Compound", HintZh: "地址库中的名称", HintEn: "as in the address tree"},
			{Key: "building", Zh: "楼栋", En: "Building", HintZh: "3", HintEn: "3"},
			{Key: "unit", Zh: "单元", En: "Unit", HintZh: "2，无单元留空", HintEn: "2, or empty"},
			{Key: "room", Zh: "房号", En: "Room", Also: []string{"室号", "房间号"}, HintZh: "1203", HintEn: "1203"},
			{Key: "landlord", Zh: "房东姓名", En: "Landlord", Also: []string{"房东", "出租人"}, Required: true, HintZh: "同一房屋的后几行可留空", HintEn: "may be empty on further lines of a dwelling"},
			{Key: "landlord_phone", Zh: "房东电话", En: "Landlord's telephone", HintZh: "手机或座机", HintEn: "mobile or landline"},
			{Key: "agent", Zh: "代理人", En: "Agent", HintZh: "没有则留空", HintEn: "or empty"},
			{Key: "agent_phone", Zh: "代理人电话", En: "Agent's telephone", HintZh: "手机或座机", HintEn: "mobile or landline"},
			{Key: "authority", Zh: "授权书", En: "Authority", HintZh: "有代理人时必填", HintEn: "needed with an agent"},
			{Key: "begins", Zh: "合同开始", En: "Contract from", Also: []string{"合同开始日期", "起租日期"}, Required: true, HintZh: "2026-03-01", HintEn: "2026-03-01"},
			{Key: "until", Zh: "合同结束", En: "Contract to", Also: []string{"合同结束日期", "到期日期"}, HintZh: "未约定则留空", HintEn: "empty: no end agreed"},
			{Key: "written", Zh: "书面合同", En: "In writing", HintZh: "空白为否", HintEn: "empty: no", Allowed: []string{"是", "否"}},
			{Key: "contract_number", Zh: "合同备案号", En: "Contract number", HintZh: "没有则留空", HintEn: "or empty"},
			{Key: "filed_on", Zh: "备案日期", En: "Filed on", HintZh: "2026-03-05", HintEn: "2026-03-05"},
			{Key: "rooms", Zh: "出租房间", En: "Rooms let", Required: true, HintZh: "主卧、次卧、阳台（阳台）", HintEn: "bedroom 1, bedroom 2, balcony (balcony)", Allowed: useWords()},
			{Key: "head_count", Zh: "居住人数", En: "People", Also: []string{"人数"}, Required: true, HintZh: "2", HintEn: "2"},
			{Key: "undertaken_on", Zh: "承诺书签署", En: "Undertaking signed", HintZh: "2026-03-01", HintEn: "2026-03-01"},
			{Key: "undertaken_to", Zh: "承诺书有效期至", En: "Undertaking valid to", HintZh: "2027-02-28", HintEn: "2027-02-28"},
			{Key: "visited_on", Zh: "最近安全检查", En: "Last safety visit", HintZh: "2026-10-12", HintEn: "2026-10-12"},
			{Key: "tenant", Zh: "租客姓名", En: "Tenant", Also: []string{"租客", "承租人"}, HintZh: "与证件一致", HintEn: "as on the document"},
			{Key: "tenant_number", Zh: "租客证件号码", En: "Tenant's number", Also: []string{"租客身份证号", "承租人身份证号", "证件号码", "身份证号"}, HintZh: "整列设为文本", HintEn: "the column must be text"},
			{Key: "tenant_since", Zh: "入住日期", En: "Moved in", HintZh: "空白为合同开始", HintEn: "empty: when the contract begins"},
			{Key: "number", Zh: "档案号", En: "File number", HintZh: "空白则由系统编号", HintEn: "empty: drawn here"},
		},
		Judge: judgeRentals,
		Command: func(rows []json.RawMessage) (ledger.Command, error) {
			list, err := decodeAll[rental.ImportedRental](rows)
			return rental.ImportRentals{Rentals: list}, err
		},
		Count: func(o ledger.Outcome) (Count, error) {
			r, err := ledger.Result[rental.ImportedRentals](o)
			return Count(r), err
		},
	}
}

// rentalColumns are the columns of the fields of the command; the others are called as their columns are.
func rentalColumns() map[string]string {
	columns := map[string]string{"room_id": "address", "number": "number", "tenant.name": "tenant", "tenant.id_number": "tenant_number", "tenant.since": "tenant_since"}
	for _, c := range termColumns() {
		columns[c] = c
	}
	return columns
}

// termColumns are those of the terms: what further lines of a dwelling may leave empty.
func termColumns() []string {
	return []string{
		"landlord", "landlord_phone", "agent", "agent_phone", "authority", "begins", "until", "written", "contract_number", "filed_on", "rooms", "head_count",
		"undertaken_on", "undertaken_to", "visited_on",
	}
}

// dwelling is what the first line about a dwelling said.
type dwelling struct {
	line   int
	terms  rental.Terms
	number string
	// sound says that the terms had no problem; another line may then leave them out.
	sound bool
	// known says that the register has a file in force.
	known bool
}

// rentalJudge remembers the dwellings and tenants of one file.
type rentalJudge struct {
	job       Judging
	rooms     *finder
	dwellings map[string]dwelling // by room
	tenants   map[string]int      // lines, by room and number
}

func judgeRentals(j Judging) Judge {
	return (&rentalJudge{job: j, rooms: newFinder(), dwellings: map[string]dwelling{}, tenants: map[string]int{}}).row
}

func (j *rentalJudge) row(q store.Query, r Cells) (any, []Problem, error) {
	roomID, wrong, err := j.room(q, r)
	if err != nil || roomID == "" {
		return nil, wrong, err
	}
	line := rental.ImportedRental{ID: derived(j.job.Job, "rental", roomID), RoomID: roomID}
	d, problems, err := j.dwelling(q, r, roomID)
	if err != nil {
		return nil, nil, err
	}
	line.Terms, line.Number = d.terms, d.number
	var tenantProblems []Problem
	line.Tenant, tenantProblems = j.tenant(r, line)
	problems = append(problems, tenantProblems...)
	if line.Tenant == nil && d.line != r.Line {
		problems = append(problems, Problem{Column: "address", Code: "row.twice", Params: inLine(d.line)})
	}
	if d.known {
		problems = append(problems, Problem{Column: "address", Code: "row.rental_known"})
	}
	if len(problems) == 0 {
		c := rental.ImportRentals{Rentals: []rental.ImportedRental{line}}
		problems = fieldsToColumns(c.Validate(j.job.Stamp), rentalColumns())
	}
	if len(problems) > 0 {
		return nil, problems, nil
	}
	return line, nil, nil
}

func inLine(n int) map[string]string { return map[string]string{"line": strconv.Itoa(n)} }

// room finds the dwelling; empty where the line says none that there is.
func (j *rentalJudge) room(q store.Query, r Cells) (string, []Problem, error) {
	where, column, code := positionOf(r)
	if code == "" && where == (position{}) {
		code = "row.address_required"
	}
	if code != "" {
		return "", []Problem{{Column: column, Code: code}}, nil
	}
	room, code, err := j.rooms.room(q, where)
	if err != nil || code != "" {
		return "", []Problem{{Column: column, Code: code}}, err
	}
	return room.ID, nil, nil
}

// dwelling is what is said of the dwelling, by this line or by the first one about it.
func (j *rentalJudge) dwelling(q store.Query, r Cells, roomID string) (dwelling, []Problem, error) {
	terms, wrong := readTerms(r)
	first, before := j.dwellings[roomID]
	if !before {
		first = dwelling{line: r.Line, terms: terms, number: r.Text("number")}
		if first.number == "" {
			first.number = drawnNumber("DZ", j.job, r.Line)
		}
		whole := rental.ImportedRental{ID: "id", Number: first.number, RoomID: roomID, Terms: terms}
		if len(wrong) == 0 {
			wrong = fieldsToColumns(rental.ImportRentals{Rentals: []rental.ImportedRental{whole}}.Validate(j.job.Stamp), rentalColumns())
		}
		first.sound = len(wrong) == 0
		var err error
		if _, first.known, err = rental.ActiveFile(q, roomID); err != nil {
			return dwelling{}, nil, err
		}
		j.dwellings[roomID] = first
		return first, wrong, nil
	}
	switch {
	case !first.sound:
		return first, []Problem{{Column: "address", Code: "row.first_wrong", Params: inLine(first.line)}}, nil
	case !says(r) || reflect.DeepEqual(terms, first.terms):
		return first, nil, nil
	default:
		return first, append(wrong, Problem{Column: "landlord", Code: "row.rental_differs", Params: inLine(first.line)}), nil
	}
}

// says tells whether a line has any of the terms.
func says(r Cells) bool {
	for _, column := range termColumns() {
		if r.Text(column) != "" {
			return true
		}
	}
	return false
}

// tenant is the tenant of a line, or nil.
func (j *rentalJudge) tenant(r Cells, line rental.ImportedRental) (*rental.ImportedTenant, []Problem) {
	if r.Text("tenant") == "" && r.Text("tenant_number") == "" {
		return nil, nil
	}
	t := &rental.ImportedTenant{
		ID: derived(j.job.Job, strconv.Itoa(r.Line), "tenant"), Name: r.Text("tenant"), IDNumber: identity.TidyNumber(r.Text("tenant_number")),
	}
	wrong := damaged(r, "tenant_number", t.IDNumber)
	if t.Since = r.date("tenant_since", &wrong); t.Since.IsZero() {
		t.Since = line.Terms.Begins
	}
	key := line.RoomID + "/" + t.IDNumber
	if before, twice := j.tenants[key]; twice && t.IDNumber != "" {
		return t, append(wrong, Problem{Column: "tenant_number", Code: "row.twice", Params: inLine(before)})
	}
	j.tenants[key] = r.Line
	return t, wrong
}

// readTerms reads what a line says of its dwelling.
func readTerms(r Cells) (rental.Terms, []Problem) {
	var wrong []Problem
	t := rental.Terms{
		Landlord: r.Text("landlord"), LandlordPhone: bareNumber(r.Text("landlord_phone")), Agent: r.Text("agent"), AgentPhone: bareNumber(r.Text("agent_phone")),
		Authority: r.Text("authority"), Begins: r.date("begins", &wrong), Until: r.date("until", &wrong), ContractNumber: r.Text("contract_number"),
		FiledOn: r.date("filed_on", &wrong), UndertakenOn: r.date("undertaken_on", &wrong), UndertakenTo: r.date("undertaken_to", &wrong),
		VisitedOn: r.date("visited_on", &wrong),
	}
	var ok bool
	if t.Written, ok = yesNo(r.Text("written")); !ok {
		wrong = append(wrong, Problem{Column: "written", Code: "row.yes_no"})
	}
	if t.Rooms, ok = readRooms(r.Text("rooms")); !ok {
		wrong = append(wrong, Problem{Column: "rooms", Code: "row.room_use"})
	}
	heads, err := strconv.Atoi(strings.TrimSuffix(bareNumber(r.Text("head_count")), "人"))
	if err != nil {
		heads = -1 // refused with the sentence about the number of people
	}
	t.HeadCount = heads
	return t, wrong
}

// drawnNumber is the number of a record whose line has none, the same whenever the job is judged.
func drawnNumber(series string, j Judging, line int) string {
	day := strings.ReplaceAll(j.Today.String(), "-", "")[2:]
	return fmt.Sprintf("%s%s-%s-%06d", series, day, strings.ToUpper(derived(j.Job)[:6]), line)
}
