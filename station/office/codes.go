package office

// Codes lists every refusal code this package can answer, in order.
func Codes() []string {
	return []string{
		"machine.taken",
		"machine.used_today",
		"office.epoch_invalid",
		"office.founded",
		"office.full",
		"office.id_invalid",
		"office.name_required",
		"office.name_too_long",
		"office.not_founded",
		"office.not_permitted",
		"office.reason_required",
		"office.reason_too_long",
		"station.address_invalid",
		"station.community_invalid",
		"station.id_invalid",
		"station.key_differs",
		"station.key_invalid",
		"station.known",
		"station.last",
		"station.machine_invalid",
		"station.program_too_long",
		"station.removed",
		"station.unknown",
		"version.not_everywhere",
		"version.not_higher",
		"version.range_invalid",
	}
}
