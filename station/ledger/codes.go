package ledger

// The refusals of the ledger itself.
const (
	// codeReused: the same request id with another wish.
	codeReused = "request.reused"
	// codeActor: this actor may not do this.
	codeActor = "actor.not_permitted"
	// codeNotRaised: the office has not been raised yet to the version that the kind asks for.
	codeNotRaised = "version.not_raised"
	// codeUnknownKind: an entry of the journal that this program cannot read; only ever answered in the tentative transaction.
	codeUnknownKind = "version.unknown_kind"
	// codeStale: the disk of this station is older than the station, or a copy of it.
	codeStale = "session.stale"
	// codeOldEpoch: the entry belongs to a journal that was replaced.
	codeOldEpoch = "journal.old_epoch"
	// codeExpired: the entry's place in the journal was acknowledged long ago.
	codeExpired = "journal.expired"
	// codeOutOfOrder: entries before this one are missing; parameter next is the one to send.
	codeOutOfOrder = "journal.out_of_order"
	// codeRequired and codeTooBig are of single fields.
	codeRequired = "required"
	codeTooBig   = "too_big"
)

// Codes lists every refusal code this package can answer, in order.
func Codes() []string {
	return []string{
		codeActor, codeExpired, codeOldEpoch, codeOutOfOrder, codeReused, codeRequired, codeStale, codeTooBig, codeNotRaised, codeUnknownKind,
	}
}
