package bulk

import (
	"encoding/json"
	"errors"
	"strconv"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// permits are the table of permits that were handed out before the office kept this register (已发居住证).
func permits() Kind {
	return Kind{
		Name: "permits", Zh: "已发居住证", En: "Permits already handed out",
		Columns: []Column{
			{Key: "id_number", Zh: "证件号码", En: "Document number", Also: []string{"身份证号", "身份证号码", "公民身份号码", "持证人证件号码"}, Required: true, HintZh: "持证人的，已在册；整列设为文本", HintEn: "of the holder, who is in the register; the column must be text"},
			{Key: "name", Zh: "姓名", En: "Name", Also: []string{"持证人"}, HintZh: "可不填，填了就核对", HintEn: "may be empty; compared where it is there"},
			{Key: "permit_number", Zh: "居住证号码", En: "Permit number", Also: []string{"居住证号", "证号"}, Required: true, HintZh: "与证上一致；整列设为文本", HintEn: "as on the card; the column must be text"},
			{Key: "issued_on", Zh: "签发日期", En: "Issued on", Also: []string{"发证日期"}, Required: true, HintZh: "现在这张证的", HintEn: "of the card that is there now"},
			{Key: "since_on", Zh: "首次签发日期", En: "First issued on", Also: []string{"首次发证日期"}, HintZh: "换过证的填第一张的，没换过留空", HintEn: "of the first card, where it was replaced"},
			{Key: "endorsed_until", Zh: "签注有效期至", En: "Endorsed until", Also: []string{"签注至", "有效期至"}, HintZh: "证上最近一次签注的，没签过留空", HintEn: "of the latest endorsement; empty: none yet"},
			{Key: "continuous_since", Zh: "连续居住起始日期", En: "Continuous since", HintZh: "补签过的填最近一次补签的日期，否则留空", HintEn: "day of the latest late endorsement, else empty"},
		},
		Judge: judgePermits,
		Command: func(rows []json.RawMessage) (ledger.Command, error) {
			list, err := decodeAll[permit.BroughtPermit](rows)
			return permit.BringPermits{Permits: list}, err
		},
		Count: func(o ledger.Outcome) (Count, error) {
			r, err := ledger.Result[permit.Brought](o)
			return Count{Added: r.Added, Known: r.Known}, err
		},
	}
}

// judgePermits begins with an empty memory of whose permits have stood in the file.
func judgePermits(j Judging) Judge {
	seen, cards := map[string]int{}, map[string]int{}
	return func(q store.Query, r Cells) (any, []Problem, error) {
		b, wrong := readPermit(j, r)
		wrong = append(wrong, numberProblems(seen, r, b.IDNumber)...)
		if damage := sheet.DamageOf(b.PermitNumber); damage == sheet.Exponent || damage == sheet.Rounded {
			wrong = append(wrong, Problem{Column: "permit_number", Code: "row.number_" + string(damage)})
		}
		if len(wrong) == 0 {
			wrong = fieldsToColumns(permit.BringPermits{Permits: []permit.BroughtPermit{b}}.Validate(j.Stamp), permitColumns())
		}
		if len(wrong) > 0 {
			return nil, wrong, nil
		}
		if line, before := cards[b.PermitNumber]; before {
			return nil, []Problem{{Column: "permit_number", Code: "row.twice", Params: map[string]string{"line": strconv.Itoa(line)}}}, nil
		}
		cards[b.PermitNumber] = r.Line
		wrong, err := holderOf(q, r, b)
		if err != nil || len(wrong) > 0 {
			return nil, wrong, err
		}
		known, err := permit.CheckBrought(q, b, j.Today)
		var refusal *ledger.Refusal
		switch {
		case errors.As(err, &refusal):
			p := refusal.Problems[0]
			if p.Field == "" {
				p.Field = "id_number"
			}
			return nil, []Problem{{Column: permitColumns()[p.Field], Code: p.Code, Params: p.Params}}, nil
		case known:
			return nil, []Problem{{Column: "permit_number", Code: "row.permit_known"}}, nil
		}
		return b, nil, err
	}
}

// holderOf holds the name of the row against that of the person with the number, where the row has one.
func holderOf(q store.Query, r Cells, b permit.BroughtPermit) ([]Problem, error) {
	name := r.Text("name")
	if name == "" {
		return nil, nil
	}
	person, known, err := registry.PersonByNumber(q, b.IDNumber)
	if err != nil || !known || identity.EqualNames(name, person.NameFull) {
		return nil, err
	}
	return []Problem{{Column: "name", Code: "row.name_differs"}}, nil
}

// permitColumns are the columns of the fields of the command.
func permitColumns() map[string]string {
	return map[string]string{
		"id_number": "id_number", "permit_number": "permit_number", "issued_on": "issued_on", "since_on": "since_on",
		"endorsed_until": "endorsed_until", "continuous_since": "continuous_since",
	}
}

func readPermit(j Judging, r Cells) (permit.BroughtPermit, []Problem) {
	var wrong []Problem
	b := permit.BroughtPermit{
		ID: derived(j.Job, strconv.Itoa(r.Line), "permit"), IDNumber: identity.TidyNumber(r.Text("id_number")), PermitNumber: r.Text("permit_number"),
		IssuedOn: r.date("issued_on", &wrong), SinceOn: r.date("since_on", &wrong), EndorsedUntil: r.date("endorsed_until", &wrong),
		ContinuousSince: r.date("continuous_since", &wrong),
	}
	return b, wrong
}
