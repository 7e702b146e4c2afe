package conflict

// Codes lists every code this package can answer, in order.
func Codes() []string {
	return []string{
		"conflict.action_unknown",
		"conflict.entry_incomplete",
		"conflict.not_amendable",
		"conflict.not_permitted",
		"conflict.reason_required",
		"conflict.reason_too_long",
		"conflict.resolved",
		"conflict.successor_required",
		"conflict.unknown",
		"conflict.unknown_version",
	}
}
