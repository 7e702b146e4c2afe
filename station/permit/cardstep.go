package permit

import (
	"fmt"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// CardAction is what happened to a permit after it was handed out.
type CardAction string

// The actions, in the order in which a screen offers them.
const (
	CardBrought        CardAction = "bring"
	CardEndorse        CardAction = "endorse"
	CardRestore        CardAction = "restore"
	CardReport         CardAction = "report"
	CardReceiveOld     CardAction = "receive_old"
	CardDestroyOld     CardAction = "destroy_old"
	CardNewMade        CardAction = "new_card"
	CardNewHandedOut   CardAction = "hand_out_new"
	CardReportWithdraw CardAction = "withdraw_report"
	CardCorrect        CardAction = "correct"
	CardEnd            CardAction = "end"
	CardFraud          CardAction = "withdraw_for_fraud"
)

// CardStep is one arrow a permit went along, as it is kept.
type CardStep struct {
	At       string
	Action   CardAction
	PermitID string
	Actor    ledger.Actor
	// ActorName and SecondName are the officers' names; empty for the holder and the program itself.
	ActorName, SecondName string
	Station               string
	Note                  string

	second string
}

// step writes what happened to the permit, and tells the screens.
func (p Permit) step(tx *ledger.Tx, action CardAction, second, note string) error {
	actor := tx.Stamp.Actor
	_, err := tx.Exec(`INSERT INTO permit_step (root_id, seq, at, action, permit_id, actor_kind, actor_id, actor_role, second, station, note)
		VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM permit_step WHERE root_id = ?), ?,?,?,?,?,?,?,?,?)`,
		p.RootID, p.RootID, ledger.FormatTime(tx.Stamp.At), string(action), p.ID, string(actor.Kind), actor.ID, actor.Role, second, tx.Stamp.Station,
		strings.TrimSpace(note))
	if err != nil {
		return fmt.Errorf("write step: %w", err)
	}
	tx.Changed(topic, p.ID)
	tx.Changed("person", p.PersonID)
	return nil
}

const stepsOfPermit = `SELECT at, action, permit_id, actor_kind, actor_id, actor_role, second, station, note FROM permit_step WHERE root_id = ? ORDER BY seq`

// cardSteps lists the history of a chain of cards, the first step first.
func cardSteps(q store.Query, root string) ([]CardStep, error) {
	rows, err := q.Rows(stepsOfPermit, root)
	if err != nil {
		return nil, fmt.Errorf("list steps: %w", err)
	}
	defer rows.Close()
	steps := []CardStep{}
	for rows.Next() {
		var s CardStep
		if err := rows.Scan(&s.At, &s.Action, &s.PermitID, &s.Actor.Kind, &s.Actor.ID, &s.Actor.Role, &s.second, &s.Station, &s.Note); err != nil {
			return nil, fmt.Errorf("list steps: %w", err)
		}
		steps = append(steps, s)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list steps: %w", err)
	}
	return steps, nameActors(q, steps)
}

// nameActors looks up the names behind the accounts.
func nameActors(q store.Query, steps []CardStep) error {
	known := map[string]string{"": ""}
	name := func(id string) (string, error) {
		if name, looked := known[id]; looked {
			return name, nil
		}
		account, _, err := staff.ByID(q, id)
		known[id] = account.Name
		return account.Name, err
	}
	for i, s := range steps {
		var err error
		if s.Actor.Kind == ledger.Staff {
			steps[i].ActorName, err = name(s.Actor.ID)
		}
		if err == nil {
			steps[i].SecondName, err = name(s.second)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
