package forms

import (
	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Handout is the sheet about what a holder may do and get (Decree 663 articles 12 to 18). It names nobody.
type Handout struct {
	Issuer
	// AsOf is the day whose rules it tells.
	AsOf calendar.Date
	// Local are the services and conveniences that the city has added (article 14).
	Local []string
}

// Document sets the sheet on A4.
func (h Handout) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), h.Issuer, "handout.title")
	if err != nil {
		return paper.Document{}, err
	}
	f.Small(f.Say("handout.as_of", f.Day(h.AsOf)))
	for _, part := range []string{"rights", "services", "conveniences"} {
		f.heading("handout." + part)
		f.Numbered(f.Lines(part))
	}
	if len(h.Local) > 0 {
		f.heading("handout.local")
		f.Numbered(h.Local)
	}
	f.heading("handout.settling")
	f.Text(f.Say("settling"))
	f.heading("handout.duties")
	f.Numbered(f.Lines("duties"))
	return f.Finish(), nil
}

// Reminder is one permit whose endorsement is near; all values are masked.
type Reminder struct {
	PermitNumber, Name, Phone string
	From, Until               calendar.Date
	// Told says that the holder was told already.
	Told bool
}

// Reminders is the list of permits whose window opens in a month, for the station to tell the holders (签注提醒名单).
type Reminders struct {
	Issuer
	// Month is any day of it.
	Month calendar.Date
	Rows  []Reminder
}

// Document sets the list on A4, with a box to tick for everybody who is still to be told.
func (r Reminders) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), r.Issuer, "reminders.title")
	if err != nil {
		return paper.Document{}, err
	}
	if len(r.Rows) == 0 {
		f.Text(f.Say("reminders.none"))
		return f.Finish(), nil
	}
	month := r.Month.Start().In(calendar.Shanghai)
	f.Text(f.Say("reminders.intro", f.Say("month", month.Year(), int(month.Month())), len(r.Rows)))
	f.Space(2 * paper.MM)
	rows := make([][]string, len(r.Rows))
	for i, p := range r.Rows {
		told := "□"
		if p.Told {
			told = f.Say("reminders.told")
		}
		rows[i] = []string{f.figure(i + 1), p.PermitNumber, p.Name, p.Phone, f.Say("from_to", p.From.String(), p.Until.String()), told}
	}
	f.Table(paper.Table{Columns: []paper.Column{
		{Head: f.Say("column.no"), Share: 12, Align: paper.Center},
		{Head: f.Say("column.permit"), Share: 36},
		{Head: f.Say("column.name"), Share: 26},
		{Head: f.Say("column.phone"), Share: 26},
		{Head: f.Say("column.window"), Share: 49},
		{Head: f.Say("column.told"), Share: 17, Align: paper.Center},
	}, Rows: rows})
	return f.Finish(), nil
}
