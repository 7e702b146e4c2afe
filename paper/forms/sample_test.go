package forms

import (
	"testing"
	"time"

	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// All people, numbers and places are invented; 339999 is no area code.
const (
	sampleNumber  = "339999001001-261121-1001-5"
	sampleAddress = "青松家园3号楼2单元1203室"
	maskedID      = "339999********1236"
)

// longName is as long as a name may be, with the separator of minority names, rare characters and Mongolian letters.
const longName = "阿卜杜热依木·买买提吐尔逊·艾合麦提江·𬭎𫖯䶮𠅤𬶨𬬭㛃鿍ӨөҮү·托合提如则阿卜杜外力伊敏江"

func day(tb testing.TB, text string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func sampleIssuer() Issuer {
	return Issuer{Office: "范例市青松街道办事处", Station: "青松社区便民服务站", Phone: "0571-00000000", Authority: "范例市公安局青松分局"}
}

func sampleReceipt(tb testing.TB) Receipt {
	tb.Helper()
	return Receipt{
		Issuer: sampleIssuer(), Number: sampleNumber, Name: "吴𬭎兰", IDNumber: maskedID, Address: sampleAddress, Condition: "employment", AppliedBy: "self",
		SubmittedAt: time.Date(2026, 11, 21, 6, 5, 0, 0, time.UTC), AcceptedOn: day(tb, "2026-11-21"), DueOn: day(tb, "2026-12-06"), LimitDays: 15,
		Materials: []Material{
			{"identity", "resident_id_card", "seen"},
			{"photo", "portrait", "seen"},
			{"dwelling", "tenancy_contract", "seen"},
			{"employment", "labour_contract", "supplied"},
		},
	}
}

func sampleNotice(tb testing.TB) Notice {
	tb.Helper()
	return Notice{
		Issuer: sampleIssuer(), Number: sampleNumber, Name: "吴𬭎兰", IDNumber: maskedID, GivenOn: day(tb, "2026-11-21"), SupplyBy: day(tb, "2026-12-06"),
		Missing: []Missing{
			{"dwelling", "tenancy_contract", "合同只有第一页。请带写明房屋地址、租期和双方签名的完整合同原件。"},
			{"employment", "", "工作证明四种任选一种：营业执照、劳动合同、单位开的在职证明，或者其他能证明稳定工作的材料。"},
		},
	}
}

func sampleRefusal(tb testing.TB) Refusal {
	tb.Helper()
	return Refusal{
		Issuer: sampleIssuer(), Number: sampleNumber, Name: "吴𬭎兰", IDNumber: maskedID, Reason: "half_year",
		Text: "居住登记日期为 2026-08-01，到申领之日不满半年。2027-02-01 起可以重新申领。", Ref: "范公居决〔2026〕第0117号", DecidedOn: day(tb, "2026-11-27"),
	}
}

func sampleRegistration(tb testing.TB) Registration {
	tb.Helper()
	return Registration{
		Issuer: sampleIssuer(), Number: sampleNumber, Name: "吴𬭎兰", IDNumber: maskedID, Address: sampleAddress, Since: day(tb, "2026-11-01"),
		RegisteredOn: day(tb, "2026-11-21"), EligibleOn: day(tb, "2027-05-21"),
	}
}

func sampleSlip(tb testing.TB) Slip {
	tb.Helper()
	return Slip{
		Issuer: sampleIssuer(), PermitNumber: "33999900000000117", Application: sampleNumber, Name: "吴𬭎兰", IDNumber: maskedID,
		IssuedOn: day(tb, "2026-12-01"), EndorseFrom: day(tb, "2027-11-01"), EndorseUntil: day(tb, "2027-12-01"), ReceivedBy: "holder",
	}
}

func sampleExtension(tb testing.TB) Extension {
	tb.Helper()
	return Extension{
		Issuer: sampleIssuer(), Number: sampleNumber, Name: "吴𬭎兰", IDNumber: maskedID, ToldOn: day(tb, "2026-12-01"), DueBefore: day(tb, "2026-12-06"),
		DueOn: day(tb, "2026-12-21"), DaysBefore: 15, Days: 30, RuleRef: "范本省居住证实施办法第十条", Reason: "市公安局制证设备检修，十二月中旬恢复制证。",
	}
}

func sampleRental(tb testing.TB) Rental {
	tb.Helper()
	return Rental{
		Issuer: sampleIssuer(), Number: "339999001001-261121-2001-3", Dwelling: sampleAddress, Landlord: "范*例", Agent: "欧**文", Phone: "138****6620",
		From: day(tb, "2026-03-01"), Until: day(tb, "2027-02-28"), Written: true, Rooms: []string{"主卧", "次卧", "北卧"}, NotAllowed: []string{"厨房", "卫生间", "阳台"},
		HeadCount: 4, Limit: 6, UndertakingOn: day(tb, "2026-03-01"), UndertakingUntil: day(tb, "2027-02-28"), VisitedOn: day(tb, "2026-10-12"),
		Tenants: []Tenant{
			{"吴*兰", maskedID, day(tb, "2026-03-01"), true},
			{"范*", "339999********2218", day(tb, "2026-03-01"), true},
			{"阿****·****", "339999********3317", day(tb, "2026-05-15"), true},
			{"李*", "339999********4416", day(tb, "2026-11-20"), false},
		},
		Checks: []Check{
			{"not_written", true},
			{"too_long", true},
			{"room_not_allowed", false},
			{"too_many", true},
			{"past_end", true},
			{"registered_before", false},
			{"undertaking_over", true},
			{"undertaking_missing", true},
		},
	}
}

func sampleReminders(tb testing.TB, rows int) Reminders {
	tb.Helper()
	r := Reminders{Issuer: sampleIssuer(), Month: day(tb, "2026-12-01")}
	for i := range rows {
		until := day(tb, "2027-01-01").AddDays(i % 31)
		r.Rows = append(r.Rows, Reminder{"3399*********0117", "吴*兰", "138****6620", until.AddMonths(-1), until, i%7 == 3})
	}
	return r
}

// A sample is one paper as the tests see it.
type sample struct {
	name string
	lang words.Lang
	form interface {
		Document(words.Lang) (paper.Document, error)
	}
	pages int
}

func samples(tb testing.TB) []sample {
	tb.Helper()
	submitted := sampleReceipt(tb)
	submitted.AcceptedOn, submitted.DueOn, submitted.Waiting = calendar.Date{}, calendar.Date{}, true
	submitted.AppliedBy, submitted.Proxy = "guardian", "范*例"
	long := sampleReceipt(tb)
	long.Name, long.Address = longName+"\U00024B62", "范例自治县青松街道白杨里新村北区十七弄（原第三纺织厂职工宿舍）3号楼2单元地下一层B1-02室之乙南侧隔间"
	hmtReceipt, hmtSlip, hmtLonger := sampleReceipt(tb), sampleSlip(tb), sampleExtension(tb)
	hmtReceipt.LimitDays, hmtReceipt.Working, hmtReceipt.DueOn = 20, true, day(tb, "2026-12-18")
	hmtSlip.PermitNumber, hmtSlip.ValidTo = "810000199408230021", day(tb, "2031-12-01")
	hmtLonger.DaysBefore, hmtLonger.Working = 20, true
	handout := Handout{Issuer: sampleIssuer(), AsOf: day(tb, "2026-11-21"), Local: []string{"凭居住证办理公园年卡。", "公共自行车免押金。"}}
	return []sample{
		{"receipt", words.Chinese, sampleReceipt(tb), 1},
		{"receipt-en", words.English, sampleReceipt(tb), 1},
		{"receipt-local", words.Chinese, submitted, 1},
		{"receipt-long", words.Chinese, long, 1},
		{"copy", words.Chinese, sampleCopy(tb), 2},
		{"copy-en", words.English, sampleCopy(tb), 2},
		{"copy-empty", words.Chinese, Copy{Issuer: sampleIssuer(), Name: "范例"}, 1},
		{"receipt-empty", words.Chinese, Receipt{Number: "1"}, 1},
		{"notice", words.Chinese, sampleNotice(tb), 1},
		{"notice-en", words.English, sampleNotice(tb), 1},
		{"refusal", words.Chinese, sampleRefusal(tb), 1},
		{"refusal-en", words.English, sampleRefusal(tb), 1},
		{"registration", words.Chinese, sampleRegistration(tb), 1},
		{"registration-en", words.English, sampleRegistration(tb), 1},
		{"slip", words.Chinese, sampleSlip(tb), 1},
		{"slip-en", words.English, sampleSlip(tb), 1},
		{"receipt-hmt", words.Chinese, hmtReceipt, 1},
		{"slip-hmt", words.Chinese, hmtSlip, 1},
		{"slip-hmt-en", words.English, hmtSlip, 1},
		{"extension", words.Chinese, sampleExtension(tb), 1},
		{"extension-hmt-en", words.English, hmtLonger, 1},
		{"handout", words.Chinese, handout, 1},
		{"handout-en", words.English, handout, 1},
		{"rental", words.Chinese, sampleRental(tb), 1},
		{"rental-en", words.English, sampleRental(tb), 1},
		{"reminders", words.Chinese, sampleReminders(tb, 45), 2},
		{"statistics", words.Chinese, sampleStatistics(tb), 2},
		{"statistics-en", words.English, sampleStatistics(tb), 2},
		{"reminders-none", words.English, sampleReminders(tb, 0), 1},
	}
}

func (s sample) document(tb testing.TB) paper.Document {
	tb.Helper()
	d, err := s.form.Document(s.lang)
	if err != nil {
		tb.Fatalf("%s: %v", s.name, err)
	}
	return d
}
