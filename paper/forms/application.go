package forms

import (
	"time"

	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Material is one document of an application, by its codes.
type Material struct{ Group, Kind, State string }

// Receipt is the paper that an applicant takes home (受理回执): of acceptance once there was one, of submission before.
type Receipt struct {
	Issuer
	Number string
	// Name goes to its owner and so is whole; IDNumber is masked.
	Name, IDNumber string
	Address        string
	Condition      string
	// AppliedBy is a code, Proxy the masked name where somebody else applied.
	AppliedBy, Proxy string
	Materials        []Material
	SubmittedAt      time.Time
	AcceptedOn       calendar.Date
	DueOn            calendar.Date
	// LimitDays is the time limit in calendar days (Decree 663 article 9), or in working days where Working says so.
	LimitDays int
	Working   bool
	// Waiting says that only this station knows of it so far.
	Waiting bool
}

// Document sets the receipt on A5.
func (r Receipt) Document(lang words.Lang) (paper.Document, error) {
	title := "receipt.accepted"
	if r.AcceptedOn.IsZero() {
		title = "receipt.submitted"
	}
	f, err := begin(lang, paper.A5(), r.Issuer, title)
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(r.Number); err != nil {
		return paper.Document{}, err
	}
	proxy := ""
	if r.Proxy != "" {
		proxy = r.Proxy + f.Say("separator") + f.word("applied_by", r.AppliedBy)
	}
	f.Facts([]paper.Fact{
		f.fact("number", r.Number), f.fact("name", r.Name), f.fact("id_number", r.IDNumber), f.fact("address", r.Address),
		f.fact("receipt.condition", f.word("condition", r.Condition)), f.fact("receipt.proxy", proxy),
		f.fact("receipt.submitted_at", at(r.SubmittedAt)), f.fact("receipt.accepted_on", f.Day(r.AcceptedOn)), f.fact("receipt.due_on", f.Day(r.DueOn)),
	})
	f.Below()
	f.waiting(r.Waiting)
	f.materials(r.Materials)
	f.heading("what_next")
	switch {
	case r.AcceptedOn.IsZero():
		f.Numbered(f.Lines("receipt.next.submitted"))
	case r.Working:
		f.Numbered(f.Lines("receipt.next.working", r.LimitDays, f.Day(r.DueOn)))
	default:
		f.Numbered(f.Lines("receipt.next.accepted", r.LimitDays, f.Day(r.DueOn)))
	}
	f.Sign(f.Say("sign.officer"), f.Say("sign.stamp"))
	return f.Finish(), nil
}

func (f form) materials(materials []Material) {
	if len(materials) == 0 {
		return
	}
	f.heading("receipt.documents")
	rows := make([][]string, len(materials))
	for i, m := range materials {
		rows[i] = []string{f.word("group", m.Group), f.word("doc", m.Kind), f.word("doc_state", m.State)}
	}
	f.Table(paper.Table{Columns: []paper.Column{
		{Head: f.Say("column.group"), Share: 3}, {Head: f.Say("column.document"), Share: 6}, {Head: f.Say("column.state"), Share: 3},
	}, Rows: rows})
}

// Missing is one thing that a notice asks for; Kind may be empty where any proof of the group will do.
type Missing struct{ Group, Kind, Note string }

// Notice is the one notice of everything missing (一次性告知书, Decree 663 article 9).
type Notice struct {
	Issuer
	Number         string
	Name, IDNumber string
	GivenOn        calendar.Date
	SupplyBy       calendar.Date
	Missing        []Missing
	Waiting        bool
}

// Document sets the notice on A4, with room for the signature that says it was received.
func (n Notice) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), n.Issuer, "notice.title")
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(n.Number); err != nil {
		return paper.Document{}, err
	}
	f.Facts([]paper.Fact{
		f.fact("number", n.Number), f.fact("name", n.Name), f.fact("id_number", n.IDNumber),
		f.fact("notice.given_on", f.Day(n.GivenOn)), f.fact("notice.supply_by", f.Day(n.SupplyBy)),
	})
	f.Below()
	f.waiting(n.Waiting)
	f.Text(f.Say("notice.intro"))
	f.Space(2 * paper.MM)
	rows := make([][]string, len(n.Missing))
	for i, m := range n.Missing {
		item := f.word("group", m.Group)
		if m.Kind != "" {
			item += "\n" + f.word("doc", m.Kind)
		}
		rows[i] = []string{f.figure(i + 1), item, m.Note}
	}
	f.Table(paper.Table{Columns: []paper.Column{
		{Head: f.Say("column.no"), Share: 2, Align: paper.Center}, {Head: f.Say("column.item"), Share: 7}, {Head: f.Say("column.right"), Share: 11},
	}, Rows: rows})
	f.heading("what_next")
	f.Numbered(f.Lines("notice.after", f.Day(n.SupplyBy)))
	f.Space(4 * paper.MM)
	f.Text(f.Say("notice.signed"))
	f.Sign(f.Say("sign.person"), f.Say("sign.officer"), f.Say("sign.stamp"))
	return f.Finish(), nil
}

// Refusal tells that no permit is issued, why, and what can be done about it (不予签发通知书).
type Refusal struct {
	Issuer
	Number         string
	Name, IDNumber string
	// Reason is a code, Text what was written for the applicant.
	Reason, Text string
	// Ref is the reference of the authority's decision.
	Ref       string
	DecidedOn calendar.Date
}

// Document sets the notice on A4.
func (r Refusal) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), r.Issuer, "refused.title")
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(r.Number); err != nil {
		return paper.Document{}, err
	}
	f.Facts([]paper.Fact{
		f.fact("number", r.Number), f.fact("name", r.Name), f.fact("id_number", r.IDNumber),
		f.fact("refused.decision", r.Ref), f.fact("refused.decided_on", f.Day(r.DecidedOn)),
	})
	f.Below()
	f.Text(f.Say("refused.intro", r.Name, r.Authority))
	f.Space(2 * paper.MM)
	f.Table(paper.Table{Columns: []paper.Column{{Share: 1}, {Share: 5}}, Rows: [][]string{
		{f.Say("refused.reason"), f.word("refusal", r.Reason)}, {f.Say("refused.text"), r.Text},
	}})
	f.heading("refused.remedy")
	f.Numbered(f.Lines("refused.remedies"))
	f.Space(4 * paper.MM)
	f.Text(f.Say("refused.signed"))
	f.Sign(f.Say("sign.person"), f.Say("sign.officer"), f.Say("sign.stamp"))
	return f.Finish(), nil
}
