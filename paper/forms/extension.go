package forms

import (
	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Extension tells the applicant that their permit takes longer, why, and by which rule (延长办理时限告知书, Decree 663 article 9).
type Extension struct {
	Issuer
	Number         string
	Name, IDNumber string
	ToldOn         calendar.Date
	// DueBefore and DueOn are the last day as it was and as it is.
	DueBefore, DueOn calendar.Date
	// DaysBefore and Days are the limit from acceptance as it was and as it is, in working days where Working says so.
	DaysBefore, Days int
	Working          bool
	RuleRef, Reason  string
}

// Document sets the notice on A4.
func (e Extension) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), e.Issuer, "extension.title")
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(e.Number); err != nil {
		return paper.Document{}, err
	}
	f.Facts([]paper.Fact{
		f.fact("number", e.Number), f.fact("name", e.Name), f.fact("id_number", e.IDNumber), f.fact("extension.told_on", f.Day(e.ToldOn)),
		f.fact("extension.before", f.Day(e.DueBefore)), f.fact("extension.now", f.Day(e.DueOn)),
	})
	f.Below()
	intro := "extension.intro"
	if e.Working {
		intro = "extension.intro_working"
	}
	f.Text(f.Say(intro, e.Name, e.DaysBefore, e.Days))
	f.Space(2 * paper.MM)
	f.Table(paper.Table{Columns: []paper.Column{{Share: 1}, {Share: 5}}, Rows: [][]string{
		{f.Say("extension.reason"), e.Reason}, {f.Say("extension.rule"), e.RuleRef},
	}})
	f.heading("what_next")
	f.Numbered(f.Lines("extension.next"))
	f.Sign(f.Say("sign.officer"), f.Say("sign.stamp"))
	return f.Finish(), nil
}
