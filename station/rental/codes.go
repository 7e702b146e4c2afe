package rental

// Codes lists every code this package can answer, the findings of the checks included, in order.
func Codes() []string {
	return append(CheckCodes(),
		"citizen_number.birth", "citizen_number.checksum", "citizen_number.fifteen_digits", "citizen_number.format", "date.invalid",
		"person.restricted", "phone.invalid",
		"premises.already_bound", "premises.area_unknown", "premises.day_out_of_range", "premises.guests_out_of_range", "premises.kind_unknown",
		"premises.no_dwelling", "premises.no_register", "premises.room_required", "premises.title_required", "premises.unknown",
		"rental.authority_required", "rental.begin_required", "rental.changed_meanwhile", "rental.day_in_future", "rental.day_out_of_range", "rental.end_invalid", "rental.ended",
		"rental.file_open", "rental.head_count_invalid", "rental.landlord_required", "rental.left_before_since", "rental.limit_invalid",
		"rental.match_differs", "rental.name_required", "rental.not_permitted", "rental.number_invalid", "rental.number_taken", "rental.reference_required", "rental.renewal_before", "rental.room_invalid",
		"rental.room_unknown", "rental.rooms_required", "rental.since_required", "rental.tenant_there", "rental.tenant_unknown", "rental.text_too_long", "rental.too_many_lines",
		"rental.undertaking_incomplete", "rental.unknown", "rental.until_before_begin",
		"report.already_sent", "report.judged", "report.left_already", "report.since_out_of_range", "report.start_waiting", "report.unknown",
		"reporter.disabled", "reporter.kind_unknown", "reporter.name_required", "reporter.no_number_left", "reporter.phone_taken", "reporter.pin_easy",
		"reporter.pin_invalid", "reporter.unknown",
		"required", "residence.unknown",
	)
}
