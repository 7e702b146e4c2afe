package permit

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Rules is what a city or this office may set about permits (Decree 663 art. 9, 10, 21, 22). Costs are in fen.
type Rules struct {
	// Anchor is the day from which years are counted for the endorsement.
	Anchor Anchor `json:"anchor"`
	// LateMonths is how many months after its last day an endorsement may still be made; 0 is no limit.
	LateMonths int `json:"late_months"`
	// ConditionRequired refuses an endorsement when none of the three conditions holds any more.
	ConditionRequired bool `json:"condition_required"`
	// IssueDays is the office's time from acceptance to hand-out, 1 to 30 calendar days; more than 15 only by a local rule (art. 9).
	IssueDays int `json:"issue_days"`
	// ExtendedDays is the most to which the time of one application may be extended for a special cause or a remote place, 16 to 30 calendar days;
	// 0 where no local rule allows it (art. 9).
	ExtendedDays int `json:"extended_days,omitempty"`
	// ExtendByTwo asks for a second officer where a time is extended.
	ExtendByTwo bool `json:"extend_by_two,omitempty"`
	// DamagedCost, LostCost and ChangedCost are what a new card costs, in fen (art. 21: the cost of the card).
	DamagedCost int `json:"damaged_cost"`
	LostCost    int `json:"lost_cost"`
	ChangedCost int `json:"changed_cost"`
	// RuleRef names the local rule that the rest comes from.
	RuleRef string `json:"rule_ref"`
}

// DefaultRules are those of the Decree alone.
func DefaultRules() Rules { return Rules{Anchor: FromIssue, IssueDays: LimitDays} }

const (
	// MostDays bounds the office's time, extension included (art. 9).
	MostDays = 30
	// maxLateMonths bounds what may be set; three years after its last day a permit is no longer a habit.
	maxLateMonths = 36
	// maxCost bounds the cost of a card, in fen; it is a card, not a fine.
	maxCost = 100_00
)

// Cost is what a new card costs for the cause, in fen.
func (r Rules) Cost(c Cause) int {
	switch c {
	case Lost:
		return r.LostCost
	case Damaged:
		return r.DamagedCost
	default:
		return r.ChangedCost
	}
}

// local tells whether anything differs from the Decree, so that a rule has to be named.
func (r Rules) local() bool {
	r.RuleRef, r.ExtendByTwo = "", false // two officers instead of one need nobody's leave
	if r.IssueDays < LimitDays {         // a shorter time needs nobody's leave
		r.IssueDays = LimitDays
	}
	return r != DefaultRules()
}

func (r Rules) check(v *ledger.Check) {
	v.That(r.Anchor == FromIssue || r.Anchor == FromEndorsement, "anchor", "permit.anchor_unknown")
	v.That(r.LateMonths >= 0 && r.LateMonths <= maxLateMonths, "late_months", "permit.late_months_range")
	v.That(r.IssueDays >= 1 && r.IssueDays <= MostDays, "issue_days", "permit.issue_days_range")
	extended := r.ExtendedDays > max(LimitDays, r.IssueDays) && r.ExtendedDays <= MostDays
	v.That(r.ExtendedDays == 0 || extended, "extended_days", "permit.extended_days_range")
	v.That(cheap(r.DamagedCost), "damaged_cost", "permit.cost_range")
	v.That(cheap(r.LostCost), "lost_cost", "permit.cost_range")
	v.That(cheap(r.ChangedCost), "changed_cost", "permit.cost_range")
	ref := strings.TrimSpace(r.RuleRef)
	v.That(!r.local() || ref != "", "rule_ref", "permit.rule_ref_required")
	v.That(len([]rune(ref)) <= maxRef, "rule_ref", "text.too_long")
}

func cheap(fen int) bool { return fen >= 0 && fen <= maxCost }

// SetRules sets the local rules. They decide about people, so two officers answer for them.
type SetRules struct {
	Rules Rules `json:"rules"`
	// SecondOfficer is the account of the officer who stood by. Whoever makes the command has checked that officer's password.
	SecondOfficer string `json:"second_officer"`
}

// Kind is permit.set_rules.v1.
func (SetRules) Kind() string { return "permit.set_rules.v1" }

// Validate judges the form alone.
func (c SetRules) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	c.Rules.check(&v)
	twoOfficers(&v, c.SecondOfficer, stamp)
	return v.Refusal()
}

// Apply writes a new version of the rules; what was done under the old ones stays as it was.
func (c SetRules) Apply(tx *ledger.Tx) (any, error) {
	if refusal := officer(tx.Stamp.Actor, staff.OfficeManage); refusal != nil {
		return nil, refusal
	}
	if refusal, err := secondOfficer(tx, c.SecondOfficer); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	c.Rules.RuleRef = strings.TrimSpace(c.Rules.RuleRef)
	text, err := json.Marshal(c.Rules)
	if err != nil {
		return nil, fmt.Errorf("write rules: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO permit_rules (seq, at, officer, second_officer, station, rules)
		VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM permit_rules), ?,?,?,?,?)`,
		ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID, c.SecondOfficer, tx.Stamp.Station, string(text))
	if err != nil {
		return nil, fmt.Errorf("write rules: %w", err)
	}
	tx.Changed(topic, rulesID)
	return c.Rules, nil
}

// rulesID is what screens hear when the rules change.
const rulesID = "rules"

// twoOfficers judges that a second officer is named who is another one.
func twoOfficers(v *ledger.Check, second string, stamp ledger.Stamp) {
	v.That(second != "", "second_officer", "permit.second_officer_required")
	v.That(second == "" || second != stamp.Actor.ID, "second_officer", "permit.second_officer_same")
}

// RulesNow are the rules that hold: the latest set, or those of the Decree.
func RulesNow(q store.Query) (Rules, error) {
	var text string
	err := q.Row(`SELECT rules FROM permit_rules ORDER BY seq DESC LIMIT 1`).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return DefaultRules(), nil
	}
	if err != nil {
		return Rules{}, fmt.Errorf("read rules: %w", err)
	}
	var r Rules
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return Rules{}, fmt.Errorf("read rules: %w", err)
	}
	return r, nil
}

// RulesVersion is one setting of the rules, with who set it.
type RulesVersion struct {
	Rules                  Rules
	At                     string
	Officer, SecondOfficer string
	Station                string
}

// mostVersions bounds the history shown; rules change once in years.
const mostVersions = 50

// RulesHistory lists the settings, the latest first.
func RulesHistory(q store.Query) ([]RulesVersion, error) {
	rows, err := q.Rows(`SELECT rules, at, officer, second_officer, station FROM permit_rules ORDER BY seq DESC LIMIT ?`, mostVersions)
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	defer rows.Close()
	all := []RulesVersion{}
	for rows.Next() {
		var v RulesVersion
		var text string
		if err := rows.Scan(&text, &v.At, &v.Officer, &v.SecondOfficer, &v.Station); err != nil {
			return nil, fmt.Errorf("list rules: %w", err)
		}
		if err := json.Unmarshal([]byte(text), &v.Rules); err != nil {
			return nil, fmt.Errorf("list rules: %w", err)
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
