package forms

import (
	"strings"
	"testing"

	"jiezhan/fonts"
	"jiezhan/paper"
	"jiezhan/paper/words"
)

// The longest of everything that the register can hold stays on the paper, in both languages, and nothing of it is lost.
func TestLongestValuesStayOnPaper(t *testing.T) {
	note := strings.Repeat("请带完整的合同原件，", 50) // 500 characters, which is what a notice may hold for each
	issuer := Issuer{Office: strings.Repeat("范例市青松街道办事处", 4), Station: strings.Repeat("青松社区", 10), Phone: "0571-00000000", Authority: strings.Repeat("范例市公安局", 8)}
	receipt, notice, refusal, registration, slip, rental, longer := sampleReceipt(t), sampleNotice(t), sampleRefusal(t), sampleRegistration(t), sampleSlip(t), sampleRental(t), sampleExtension(t)
	address := strings.Repeat("白杨里新村北区十七弄", 20)
	receipt.Name, receipt.Address, receipt.Proxy, receipt.Waiting = longName, address, longName, true
	for range 16 {
		receipt.Materials = append(receipt.Materials, Material{"dwelling", "lodging_certificate", "supplied"})
		notice.Missing = append(notice.Missing, Missing{"dwelling", "lodging_certificate", note})
	}
	notice.Name, refusal.Name, refusal.Text, refusal.Ref = longName, longName, note, strings.Repeat("文", 100)
	registration.Name, registration.Address, registration.Waiting, slip.Name = longName, address, true, longName
	longer.Name, longer.Reason, longer.RuleRef, longer.Issuer = longName, note, strings.Repeat("文", 100), issuer
	rental.Landlord, rental.Dwelling, rental.Rooms = longName, address, strings.Split(address, "里")
	receipt.Issuer, notice.Issuer, refusal.Issuer, registration.Issuer, slip.Issuer, rental.Issuer = issuer, issuer, issuer, issuer, issuer, issuer
	for name, s := range map[string]sample{
		"receipt": {form: receipt}, "notice": {form: notice}, "refusal": {form: refusal}, "registration": {form: registration}, "slip": {form: slip}, "rental": {form: rental}, "extension": {form: longer},
	} {
		for _, s.lang = range []words.Lang{words.Chinese, words.English} {
			d := s.document(t)
			text := ""
			for i, p := range d.Pages {
				onPaper(t, name, i, d.Size, p)
				for _, x := range p.Texts {
					text += x.Text
				}
			}
			if name != "notice" && !strings.Contains(text, "伊敏江") {
				t.Errorf("%s lost the end of the name", name)
			}
			if name == "notice" && strings.Count(text, "请带完整的合同原件") < 16*40 { // some stand over the end of a line
				t.Errorf("notice has %d of %d sentences", strings.Count(text, "请带完整的合同原件"), 16*50)
			}
		}
	}
}

// onPaper fails where something stands nearer to the edge than printers print.
func onPaper(t *testing.T, name string, page int, size paper.Size, p paper.Page) {
	t.Helper()
	const edge = 10 * paper.MM
	face, err := paper.Sans()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range p.Texts {
		end := x.X
		for _, r := range x.Text {
			end += x.Size * paper.Length(face.Advance(r)) / fonts.Em
		}
		if x.X < edge || end > size.Width-edge || x.Baseline > size.Height-edge || x.Baseline < edge {
			t.Errorf("%s page %d: %q stands at the edge", name, page+1, x.Text)
		}
	}
	for _, b := range p.Bars {
		if b.X < edge || b.Y < edge || b.X+b.Width > size.Width-edge || b.Y+b.Height > size.Height-edge {
			t.Errorf("%s page %d: %+v stands at the edge", name, page+1, b)
		}
	}
}

// A rental file with seven tenants is still one sheet.
func TestRentalIsOneSheet(t *testing.T) {
	rental := sampleRental(t)
	for len(rental.Tenants) < 7 {
		rental.Tenants = append(rental.Tenants, rental.Tenants[0])
	}
	for _, lang := range []words.Lang{words.Chinese, words.English} {
		d, err := rental.Document(lang)
		if err != nil || len(d.Pages) != 1 {
			t.Errorf("%s: %d pages, %v", lang, len(d.Pages), err)
		}
	}
}
