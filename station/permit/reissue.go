package permit

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// reissue writes that a card was issued on another day than was recorded, and what follows from it for its chain.
func (p Permit) reissue(tx *ledger.Tx, day calendar.Date) error {
	for _, judge := range []func(*ledger.Tx, calendar.Date) (*ledger.Refusal, error){p.notBefore, p.notAfter} {
		if refusal, err := judge(tx, day); refusal != nil || err != nil {
			return orRefuse(err, refusal)
		}
	}
	if p.anchors() {
		if err := p.moveWindows(tx, day); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE permit SET issued_on = ?, valid_to = ? WHERE id = ?`, day, p.Kind.validTo(day), p.ID); err != nil {
		return fmt.Errorf("correct issue: %w", err)
	}
	if !p.brought() {
		return nil
	}
	if _, err := tx.Exec(`UPDATE permit SET handed_out_on = ? WHERE id = ?`, day, p.ID); err != nil { // nobody knows another day
		return fmt.Errorf("correct issue: %w", err)
	}
	return nil
}

// brought tells whether the card is older than this register.
func (p Permit) brought() bool { return p.ApplicationID == "" && p.Replaces == "" }

// anchors tells whether the windows of the chain are counted from the issue of this card.
func (p Permit) anchors() bool { return p.ID == p.RootID && p.IssuedOn.Equal(p.Standing.issued) }

// notBefore refuses an issue before the decision, before the card that this one replaces, or before the first card.
func (p Permit) notBefore(tx *ledger.Tx, day calendar.Date) (*ledger.Refusal, error) {
	switch {
	case p.ApplicationID != "":
		decision, _, err := decisionOf(tx, p.ApplicationID)
		if err == nil && day.Before(decision.DecidedOn) {
			return ledger.Refuse(ledger.Invalid, "issued_on", "permit.issued_before_decision", "decided_on", decision.DecidedOn.String()), nil
		}
		return nil, err
	case p.Replaces != "":
		old, _, err := On(tx, p.Replaces, tx.Stamp.Today()) // a foreign key holds it
		if err == nil && day.Before(old.IssuedOn) {
			return ledger.Refuse(ledger.Invalid, "issued_on", "permit.issued_before_old", "issued_on", old.IssuedOn.String()), nil
		}
		return nil, err
	case !p.anchors() && day.Before(p.Standing.issued):
		return ledger.Refuse(ledger.Invalid, "issued_on", "permit.brought_since_after_issue"), nil
	default:
		return nil, nil // nothing to refuse
	}
}

// notAfter refuses an issue after the card was handed out, followed by another one, or ended.
func (p Permit) notAfter(tx *ledger.Tx, day calendar.Date) (*ledger.Refusal, error) {
	var latest calendar.Date
	bound := func(by calendar.Date) {
		if !by.IsZero() && (latest.IsZero() || by.Before(latest)) {
			latest = by
		}
	}
	bound(p.EndedOn)
	if !p.brought() {
		bound(p.HandedOutOn)
	}
	chain, err := permits(tx, tx.Stamp.Today(), permitsOfRoot, p.RootID)
	if err != nil {
		return nil, err
	}
	for _, card := range chain {
		if card.Replaces == p.ID {
			bound(card.IssuedOn)
		}
	}
	if latest.IsZero() || !day.After(latest) {
		return nil, nil // nothing to refuse
	}
	return ledger.Refuse(ledger.Invalid, "issued_on", "permit.issued_too_late", "last", latest.String()), nil
}

// moveWindows counts the windows of the chain from another day. What was endorsed stays endorsed.
func (p Permit) moveWindows(tx *ledger.Tx, day calendar.Date) error {
	standing, refusal := p.Standing.from(p.Kind, day)
	if refusal != nil {
		return refusal
	}
	all, err := endorsementsOf(tx, p.RootID)
	if err != nil {
		return err
	}
	if standing, refusal = p.Standing.again(standing, all); refusal != nil {
		return refusal
	}
	_, err = tx.Exec(`UPDATE permit SET since_on = ?, brought_since = ?, brought_until = ? WHERE root_id = ?`,
		day, standing.broughtSince, standing.broughtUntil, p.RootID)
	if err != nil {
		return fmt.Errorf("move windows: %w", err)
	}
	_, err = tx.Exec(`UPDATE permit SET continuous_since = ?, endorse_from = ?, endorse_until = ? WHERE root_id = ? AND state <> ?`,
		standing.ContinuousSince, standing.From, standing.Until, p.RootID, string(CardReplaced))
	if err != nil {
		return fmt.Errorf("move windows: %w", err)
	}
	for _, e := range all { // again has reckoned them anew
		_, err := tx.Exec(`UPDATE endorsement SET window_end = ?, late = ? WHERE root_id = ? AND day = ?`, e.WindowEnd, e.Late, p.RootID, e.Day)
		if err != nil {
			return fmt.Errorf("move windows: %w", err)
		}
	}
	return nil
}

// from is the origin of a chain whose first card was issued on another day. What a card older than this register said of itself when it was brought stays,
// and has to agree with the day.
func (s Standing) from(kind CardKind, day calendar.Date) (Standing, *ledger.Refusal) {
	moved := kind.standing(day)
	if s.broughtUntil.IsZero() {
		return moved, nil
	}
	moved.broughtSince, moved.broughtUntil = s.broughtSince, s.broughtUntil
	if s.broughtSince.Equal(s.issued) {
		moved.broughtSince = day
		if s.broughtUntil.Equal(Issue(s.issued).Until) { // nothing but the issue was told
			moved.broughtUntil = moved.Until
		}
	}
	if moved.broughtSince.Before(day) || moved.broughtUntil.Before(moved.Until) {
		return s, ledger.Refuse(ledger.Conflict, "issued_on", "permit.correct_brought", "since", s.broughtSince.String(), "until", s.broughtUntil.String())
	}
	return moved.origin(), nil
}

// again follows the moved chain through the endorsements of the chain as it was, and writes into them the windows they were made for. An endorsement that
// was made in time and would not have been is the office's word to the holder: the day cannot be corrected over it.
func (s Standing) again(moved Standing, all []Endorsement) (Standing, *ledger.Refusal) {
	was := s.origin()
	for i, e := range all {
		window, late := moved.Until, moved.Suspended(e.Day)
		var counted, counts bool
		was, counted = was.Endorse(e.Day, e.Anchor)
		moved, counts = moved.Endorse(e.Day, e.Anchor)
		if counted && (!counts || late && !e.Late) {
			return s, ledger.Refuse(ledger.Conflict, "issued_on", "permit.correct_endorsed", "day", e.Day.String())
		}
		all[i].WindowEnd, all[i].Late = window, late
	}
	return moved, nil
}
