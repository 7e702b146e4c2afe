// Package forms knows what each paper says: receipts, notices, the hand-out, the rental file and the list of reminders. A form is a pure
// function of its data and the language. It reads no register: who calls it has looked the data up, masked what does not go to the
// person named, and recorded the look.
package forms

import (
	"strings"
	"time"

	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Issuer gives the paper out.
type Issuer struct {
	// Office is the street office, Station the place in it.
	Office, Station string
	// Phone for questions, or empty.
	Phone string
	// Authority is the county-level public security organ, which decides on permits (Decree 663 article 10).
	Authority string
}

// A form is a sheet in a language.
type form struct {
	*paper.Sheet
	words.Lang
}

// begin starts a paper; title is a key of the catalogue.
func begin(lang words.Lang, size paper.Size, from Issuer, title string) (form, error) {
	footer := lang.Say("footer", from.Station, from.Phone)
	if from.Phone == "" {
		footer = from.Station
	}
	return headed(lang, size, strings.TrimSpace(from.Office+" "+from.Station), footer, title)
}

// headed starts a paper with its head and what stands at the foot of every sheet.
func headed(lang words.Lang, size paper.Size, head, footer, title string) (form, error) {
	sheet, err := paper.NewSheet(paper.Setup{
		Size: size, Title: lang.Say(title), Lang: string(lang), Footer: footer,
		Numbering: func(page, of int) string { return lang.Say("page", page, of) },
	})
	if err != nil {
		return form{}, err
	}
	f := form{sheet, lang}
	f.Head(head, lang.Say(title))
	return f, nil
}

// code puts a number as QR code beside what follows.
func (f form) code(number string) error { return f.Sheet.Code(number, 24*paper.MM) }

// word is the word for a code. The sheet has a Code of its own.
func (f form) word(area, code string) string { return f.Lang.Code(area, code) }

// fact is a line with the word for a key.
func (f form) fact(key, value string) paper.Fact { return paper.Fact{Label: f.Say(key), Value: value} }

// waiting says that the entry is not yet in force.
func (f form) waiting(waits bool) {
	if waits {
		f.Note(f.Say("local"))
	}
}

// heading begins a part with the sentence of a key.
func (f form) heading(key string) { f.Heading(f.Say(key)) }

// at writes an instant as the clock on the wall shows it.
func at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format("2006-01-02 15:04")
}

// joined are values in one line.
func (f form) joined(values []string) string { return strings.Join(values, f.Say("separator")) }
