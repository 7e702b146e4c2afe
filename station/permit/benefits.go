package permit

import (
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// BenefitKind is one of the three sorts of what a holder gets.
type BenefitKind string

const (
	// Right is what every holder is entitled to (权利, art. 12).
	Right BenefitKind = "right"
	// Service is a basic public service (基本公共服务, art. 12).
	Service BenefitKind = "service"
	// Convenience is what can be done here instead of at home (便利, art. 13).
	Convenience BenefitKind = "convenience"
)

// Benefit is one line of the hand-out. Those of the Decree have a Code with words in the catalogues; local ones carry their own Words.
type Benefit struct {
	ID    string
	Kind  BenefitKind
	Code  string
	Words string
	// From and Until are the first and the last day; no last day for what goes on.
	From, Until calendar.Date
	// RuleRef is where it stands.
	RuleRef string
}

// decree lists what articles 12 and 13 name, in their order. "Others set by the State" is not a line: those come with a name.
func decree() []Benefit {
	from := calendar.NewDate(2016, 1, 1) // the day the Decree came into force
	var all []Benefit
	add := func(kind BenefitKind, article string, codes ...string) {
		for _, code := range codes {
			all = append(all, Benefit{ID: code, Kind: kind, Code: code, From: from, RuleRef: article})
		}
	}
	add(Right, "12", "benefit.work", "benefit.social_insurance", "benefit.housing_fund")
	add(Service, "12", "benefit.education", "benefit.employment_service", "benefit.health_service", "benefit.culture", "benefit.legal_aid")
	add(Convenience, "13", "benefit.exit_entry", "benefit.id_card", "benefit.vehicle", "benefit.driving_licence", "benefit.exams", "benefit.birth_service")
	return all
}

// BenefitsOn lists what a holder gets on the day: what the Decree names, then the local additions, each kind in order.
func BenefitsOn(q store.Query, day calendar.Date) ([]Benefit, error) {
	all, err := Benefits(q)
	return slices.DeleteFunc(all, func(b Benefit) bool { return day.Before(b.From) || (!b.Until.IsZero() && day.After(b.Until)) }), err
}

// Benefits lists all that ever held, those that ended too.
func Benefits(q store.Query) ([]Benefit, error) {
	all := decree()
	rows, err := q.Rows(`SELECT id, kind, words, from_on, until_on, rule_ref FROM permit_benefit ORDER BY from_on, id LIMIT ?`, mostBenefits)
	if err != nil {
		return nil, fmt.Errorf("list benefits: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b Benefit
		if err := rows.Scan(&b.ID, &b.Kind, &b.Words, &b.From, &b.Until, &b.RuleRef); err != nil {
			return nil, fmt.Errorf("list benefits: %w", err)
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b Benefit) int {
		return slices.Index(benefitKinds(), a.Kind) - slices.Index(benefitKinds(), b.Kind)
	})
	return all, rows.Err()
}

func benefitKinds() []BenefitKind { return []BenefitKind{Right, Service, Convenience} }

const (
	// mostBenefits bounds the local additions.
	mostBenefits = 200
	// maxWords bounds one line of the hand-out, in characters.
	maxWords = 100
)

// PutBenefit adds a local addition to the hand-out (art. 14 asks for regular publication), or gives the one named its last day.
type PutBenefit struct {
	// ID names the one to change; empty for a new one.
	ID      string        `json:"id,omitempty"`
	Kindred BenefitKind   `json:"kind"`
	Words   string        `json:"words"`
	From    calendar.Date `json:"from"`
	Until   calendar.Date `json:"until,omitzero"`
	RuleRef string        `json:"rule_ref"`
}

// BenefitResult is what PutBenefit answers.
type BenefitResult struct {
	ID string `json:"id"`
}

// Kind is permit.put_benefit.v1.
func (PutBenefit) Kind() string { return "permit.put_benefit.v1" }

// Validate judges the form alone.
func (c PutBenefit) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	words, ref := strings.TrimSpace(c.Words), strings.TrimSpace(c.RuleRef)
	v.That(slices.Contains(benefitKinds(), c.Kindred), "kind", "permit.benefit_kind_unknown")
	v.That(words != "", "words", "required")
	v.That(len([]rune(words)) <= maxWords, "words", "text.too_long")
	v.That(!c.From.IsZero(), "from", "required")
	v.That(c.Until.IsZero() || !c.Until.Before(c.From), "until", "permit.until_before_from")
	v.That(ref != "", "rule_ref", "permit.rule_ref_required")
	v.That(len([]rune(ref)) <= maxRef, "rule_ref", "text.too_long")
	return v.Refusal()
}

// Apply writes the line.
func (c PutBenefit) Apply(tx *ledger.Tx) (any, error) {
	if refusal := officer(tx.Stamp.Actor, staff.OfficeManage); refusal != nil {
		return nil, refusal
	}
	all, err := Benefits(tx)
	if err != nil {
		return nil, err
	}
	id := c.ID
	switch known := slices.ContainsFunc(all, func(b Benefit) bool { return b.ID == c.ID && b.Code == "" }); {
	case c.ID != "" && !known:
		return nil, ledger.Refuse(ledger.NotFound, "id", "permit.benefit_unknown")
	case c.ID == "" && len(all) >= mostBenefits:
		return nil, ledger.Refuse(ledger.Conflict, "", "permit.benefits_too_many")
	case c.ID == "":
		id = tx.NewID()
	}
	_, err = tx.Exec(`INSERT INTO permit_benefit (id, kind, words, from_on, until_on, rule_ref, put_at, officer) VALUES (?,?,?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, words = excluded.words, from_on = excluded.from_on, until_on = excluded.until_on,
		rule_ref = excluded.rule_ref, put_at = excluded.put_at, officer = excluded.officer`,
		id, string(c.Kindred), strings.TrimSpace(c.Words), c.From, c.Until, strings.TrimSpace(c.RuleRef), ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("write benefit: %w", err)
	}
	tx.Changed(topic, rulesID)
	return BenefitResult{ID: id}, nil
}
