package station

import (
	"path/filepath"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// policies says of every kind of command what a station that is cut off does with it, and why. A kind that is not listed fails the test: think about
// what may happen at the other stations meanwhile, and what a person has in hand by then.
func policies() map[string]ledger.Offline {
	const (
		// Whoever decides must know that nobody decides otherwise at the same time; or the paper handed out cannot be taken back.
		waits = ledger.OnlineOnly
		// A resident stands at the desk; a conflict afterwards is settled by a person.
		mayConflict = ledger.Provisional
		// It says only that something happened.
		stands = ledger.Final
	)
	return map[string]ledger.Offline{
		"residence.register.v1": mayConflict,
		"residence.end.v1":      mayConflict,
		"permit.apply.v1":       mayConflict,
		"permit.supply.v1":      mayConflict,
		"permit.accept.v1":      mayConflict,
		"permit.withdraw.v1":    mayConflict,
		"permit.endorse.v1":     mayConflict, // the last day is the law's and waits for no line; the day at the desk counts
		"permit.report_card.v1": mayConflict, // a lost card's number has to be void at once
		"look.record.v1":        stands,
		"data_request.lift.v1":  waits,       // as the answer that restricted it
		"residence.reopen.v1":   waits,       // the person may have registered elsewhere meanwhile
		"document.show.v1":      waits,       // its number may be taken down for another record meanwhile
		"data_request.make.v1":  mayConflict, // the person goes home with its number

		"attachment.add.v1":       stands, // it goes with its application; what the office has no place for falls away, and the paper is in its owner's hands
		"attachment.erase_due.v1": waits,  // nothing brings an erased picture back

		"alarm.record_signals.v1":    stands, // and a panel waits for it
		"alarm.report_receiver.v1":   stands,
		"alarm.put_subscriber.v1":    waits, // signals of an account nobody has entered are taken in and shown all the same
		"alarm.remove_subscriber.v1": waits, // a panel of the account may be in alarm at another station

		"rental.report_tenant.v1":  mayConflict, // a landlord stands at the terminal, and three working days are running
		"rental.report_leaving.v1": mayConflict,
		"rental.keep_register.v1":  mayConflict, // the account may have been disabled meanwhile
		"reporter.seen.v1":         stands,
		"reporter.create.v1":       waits, // a phone belongs to one reporting point
		"reporter.set_pin.v1":      waits,
		"reporter.disable.v1":      waits,
		"reporter.bind.v1":         waits,
		"reporter.unbind.v1":       waits,
		"rental.set_rules.v1":      waits,
		"rental.import.v1":         waits, // a list is brought in once, and the job goes on by itself
		"rental.open.v1":           waits, // a dwelling has one file; another station may be opening it
		"rental.change.v1":         waits,
		"rental.renew.v1":          waits,
		"rental.end.v1":            waits,
		"rental.add_tenant.v1":     waits,
		"rental.tenant_left.v1":    waits,
		"rental.match_tenant.v1":   waits,
		"rental.accept_report.v1":  waits, // a report is judged once
		"rental.return_report.v1":  waits,

		"permit.request_completion.v1": waits, // the law allows one notice, and it goes home with the applicant
		"permit.approve.v1":            waits,
		"permit.refuse.v1":             waits,
		"permit.make.v1":               waits,
		"permit.hand_out.v1":           waits,
		"permit.extend.v1":             waits, // once, and the applicant is told
		"permit.close.v1":              waits, // the card may be handed out elsewhere
		"permit.bring.v1":              waits, // nobody stands at the desk for it
		"permit.receive_old_card.v1":   waits,
		"permit.withdraw_report.v1":    waits, // the new card may be made elsewhere
		"permit.record_new_card.v1":    waits,
		"permit.hand_out_new_card.v1":  waits,
		"permit.correct.v1":            waits, // it moves windows that others may be using
		"permit.end.v1":                waits,
		"permit.withdraw_for_fraud.v1": waits,
		"permit.remind.v1":             waits, // or people are told twice
		"permit.import_decisions.v1":   waits,
		"permit.set_rules.v1":          waits,
		"permit.put_benefit.v1":        waits,
		"account.create.v1":            waits,
		"account.disable.v1":           waits,
		"account.set_password.v1":      waits,
		"area.add.v1":                  waits,
		"area.rename.v1":               waits,
		"area.close.v1":                waits, // somebody may be registered there at another station
		"area.reopen.v1":               waits,
		"area.assign_grid.v1":          waits,
		"area.place_buildings.v1":      waits,
		"area.propose_numbers.v1":      waits,
		"area.verify_numbers.v1":       waits, // a verified number is for ever
		"area.reorganise.v1":           waits,
		"area.state_occupancy.v1":      waits, // nobody stands at the desk for it
		"registry.import.v1":           waits,
		"person.correct.v1":            waits, // the same field may be put right at another station, and what stood there is kept as the former version
		"person.merge.v1":              waits, // rows entered elsewhere meanwhile would be left with the loser
		"person.undo_merge.v1":         waits,
		"person.tell_apart.v1":         waits,
		"person.confirm_living.v1":     waits, // nobody goes home with a paper, so these can be entered later
		"household.create.v1":          waits,
		"household.join.v1":            waits,
		"household.leave.v1":           waits,
		"household.change_head.v1":     waits,
		"data_request.answer.v1":       waits,
		"area.import.v1":               waits,
		"registry.record_export.v1":    waits, // the auditor is to see at once what left the office
		"statistics.freeze.v1":         waits, // a month is frozen once, for all stations
		"statistics.amend.v1":          waits,
		"conflict.open.v1":             waits,
		"conflict.resolve.v1":          waits,
		"office.found.v1":              waits,
		"office.admit.v1":              waits,
		"office.remove.v1":             waits,
		"office.move.v1":               waits,
		"office.report.v1":             waits,
		"office.raise.v1":              waits,
		"office.recover.v1":            waits,
		"ledger.open_session.v1":       waits,
		"ledger.acknowledge.v1":        waits,
	}
}

func TestEveryKindHasAConsideredPolicyWhileCutOff(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "station.db"), store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	machine, err := ledger.Open(db, slices(), nil)
	if err != nil {
		t.Fatal(err)
	}
	names := map[ledger.Offline]string{ledger.OnlineOnly: "online only", ledger.Provisional: "provisional", ledger.Final: "final"}
	kinds, considered := machine.Kinds(), policies()
	for _, kind := range kinds.Names() {
		want, listed := considered[kind]
		switch got := kinds[kind].Offline; {
		case !listed:
			t.Errorf("nobody has considered what a station that is cut off does with %s", kind)
		case got != want:
			t.Errorf("%s is %s, want %s", kind, names[got], names[want])
		}
		delete(considered, kind)
	}
	for kind := range considered {
		t.Errorf("%s is listed and not declared", kind)
	}
}
