package alarm

// Codes lists every code this package can answer, in order.
func Codes() []string {
	return []string{
		"alarm.no_signals",
		"alarm.not_permitted",
		"alarm.port_required",
		"alarm.receiver_fault_required",
		"alarm.receiver_state_unknown",
		"alarm.too_many_signals",
		"phone.invalid",
		"subscriber.account_invalid",
		"subscriber.account_taken",
		"subscriber.area_unknown",
		"subscriber.changed_meanwhile",
		"subscriber.kind_unknown",
		"subscriber.name_required",
		"subscriber.not_permitted",
		"subscriber.test_hours_invalid",
		"subscriber.text_too_long",
		"subscriber.unknown",
		"subscriber.version_required",
	}
}
