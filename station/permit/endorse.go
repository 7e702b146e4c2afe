package permit

import (
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// EndorsePermit endorses a permit for another year (签注, art. 10). It is free (art. 21). The holder may do so at the kiosk. Late, it restores the
// functions at once, and years of residence count anew.
type EndorsePermit struct {
	PermitID string `json:"permit_id"`
	// Condition is the ground that still holds; empty where none does.
	Condition Condition `json:"condition,omitempty"`
	// Statement says that the holder still lives here and answers for the truth of it.
	Statement bool    `json:"statement"`
	Channel   Channel `json:"channel"`
}

// Endorsed is what EndorsePermit answers.
type Endorsed struct {
	PermitID string `json:"permit_id"`
	Number   string `json:"number"`
	Late     bool   `json:"late,omitempty"`
	// From and Until bound the next window.
	From            calendar.Date `json:"from"`
	Until           calendar.Date `json:"until"`
	ContinuousSince calendar.Date `json:"continuous_since"`
}

// Kind is permit.endorse.v1.
func (EndorsePermit) Kind() string { return "permit.endorse.v1" }

// Validate judges the form alone.
func (c EndorsePermit) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PermitID != "", "permit_id", "required")
	v.That(c.Condition == "" || c.Condition.Known(), "condition", "permit.condition_unknown")
	v.That(c.Channel == Kiosk || c.Channel == Counter, "channel", "permit.channel_unknown")
	v.That(c.Statement, "statement", "statement.required")
	return v.Refusal()
}

// Apply keeps the endorsement and reckons the standing anew from all of them: one made while cut off may arrive after a later one.
func (c EndorsePermit) Apply(tx *ledger.Tx) (any, error) {
	p, err := holderOrOfficer(tx, c.PermitID)
	if err != nil {
		return nil, err
	}
	today := tx.Stamp.Today()
	e, refusal, err := endorsable(tx, p, c.Condition, today)
	if refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	e.Number, e.Channel, e.Station = tx.Stamp.Number, string(c.Channel), tx.Stamp.Station
	all, err := endorsementsOf(tx, p.RootID)
	if err != nil {
		return nil, err
	}
	all = append(all, e)
	slices.SortFunc(all, func(a, b Endorsement) int { return a.Day.DaysUntil(b.Day) * -1 })
	standing := p.Standing.after(all)
	if err := e.write(tx, p, standing); err != nil {
		return nil, err
	}
	action := CardEndorse
	if e.Late {
		action = CardRestore
	}
	return Endorsed{
		PermitID: p.ID, Number: e.Number, Late: e.Late, From: standing.From, Until: standing.Until, ContinuousSince: standing.ContinuousSince,
	}, p.step(tx, action, "", string(e.Condition))
}

func (e Endorsement) write(tx *ledger.Tx, p Permit, s Standing) error {
	_, err := tx.Exec(`INSERT INTO endorsement (root_id, day, permit_id, number, window_end, late, anchor, condition, channel, station)
		VALUES (?,?,?,?,?,?,?,?,?,?)`,
		p.RootID, e.Day, p.ID, e.Number, e.WindowEnd, e.Late, string(e.Anchor), string(e.Condition), e.Channel, e.Station)
	if err != nil {
		return fmt.Errorf("write endorsement: %w", err)
	}
	_, err = tx.Exec(`UPDATE permit SET continuous_since = ?, endorse_from = ?, endorse_until = ? WHERE root_id = ? AND live = 1`,
		s.ContinuousSince, s.From, s.Until, p.RootID)
	if err != nil {
		return fmt.Errorf("write standing: %w", err)
	}
	return nil
}

// endorsable answers the endorsement that would be made on the day, or why there is none.
func endorsable(q store.Query, p Permit, condition Condition, day calendar.Date) (Endorsement, *ledger.Refusal, error) {
	if p.Kind != ForResident {
		return Endorsement{}, ledger.Refuse(ledger.Conflict, "permit_id", "permit.endorse_not_needed"), nil
	}
	if p.State != CardActive && p.State != CardSuspended {
		return Endorsement{}, cardState(p), nil
	}
	rules, err := RulesNow(q)
	if err != nil {
		return Endorsement{}, nil, err
	}
	standing, err := standingBefore(q, p, day)
	if err != nil {
		return Endorsement{}, nil, err
	}
	if refusal := inWindow(standing, rules, condition, day); refusal != nil {
		return Endorsement{}, refusal, nil
	}
	for _, rule := range []func(store.Query, string) (*ledger.Refusal, error){unrestricted, alive, livesHere} {
		if refusal, err := rule(q, p.PersonID); refusal != nil || err != nil {
			return Endorsement{}, refusal, err
		}
	}
	return Endorsement{
		Day: day, Anchor: rules.Anchor, WindowEnd: standing.Until, Late: standing.Suspended(day), Condition: condition,
	}, nil, nil
}

// standingBefore is how the permit stood on the day by what was done up to then.
func standingBefore(q store.Query, p Permit, day calendar.Date) (Standing, error) {
	all, err := endorsementsOf(q, p.RootID)
	if err != nil {
		return Standing{}, err
	}
	return p.Standing.after(slices.DeleteFunc(all, func(e Endorsement) bool { return e.Day.After(day) })), nil
}

func inWindow(s Standing, rules Rules, condition Condition, day calendar.Date) *ledger.Refusal {
	switch last := s.Until.AddMonths(rules.LateMonths); {
	case day.Before(s.From):
		return ledger.Refuse(ledger.Conflict, "", "permit.endorse_too_early", "from", s.From.String(), "until", s.Until.String())
	case rules.LateMonths > 0 && day.After(last):
		return ledger.Refuse(ledger.Conflict, "", "permit.endorse_too_late", "last", last.String())
	case rules.ConditionRequired && condition == "":
		return ledger.Refuse(ledger.Conflict, "condition", "permit.endorse_no_condition", "rule", rules.RuleRef)
	default:
		return nil
	}
}

// livesHere refuses somebody without a registration: the endorsement is for those who go on living here (art. 10).
func livesHere(q store.Query, personID string) (*ledger.Refusal, error) {
	residences, err := registry.ResidencesOf(q, personID)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(residences, func(r registry.Residence) bool { return r.State == registry.Active }) {
		return nil, nil // nothing to refuse
	}
	return ledger.Refuse(ledger.Conflict, "", "permit.no_registration"), nil
}

// cardState says that a card is not in a state for this.
func cardState(p Permit) *ledger.Refusal {
	return ledger.Refuse(ledger.WrongState, "permit_id", "permit.card_state", "state", string(p.State))
}

// Endorsability tells whether a permit may be endorsed today, and if not, why; a screen says it before anybody fills in a form. A condition is supposed to hold.
func Endorsability(q store.Query, p Permit, today calendar.Date) (*ledger.Refusal, error) {
	_, refusal, err := endorsable(q, p, Dwelling, today)
	return refusal, err
}
