package bulk

// RowCodes lists every code that a row can have: those of the judges, and those of the commands that can reach a row.
func RowCodes() []string {
	return []string{
		"row.address_required", "row.address_unread", "row.building_unknown", "row.compound_twice", "row.compound_unknown", "row.date", "row.first_wrong",
		"row.name_differs", "row.number_cut", "row.number_exponent", "row.number_required", "row.number_rounded", "row.permit_known", "row.person_known",
		"row.rental_differs", "row.rental_known", "row.room_known", "row.room_unknown", "row.room_use", "row.twice", "row.unit_unknown", "row.yes_no",

		"area.community_unknown", "area.name_required", "area.name_too_long", "area.number_invalid", "area.number_required",
		"card.kind_unknown", "card.number_invalid", "card.number_of_other_kind",
		"citizen_number.birth", "citizen_number.checksum", "citizen_number.fifteen_digits", "citizen_number.format",
		"person.address_too_long", "person.birth_invalid", "person.id_taken", "person.name_required", "person.name_too_long", "person.sex_unknown",
		"permit.already_holds", "permit.already_open", "permit.brought_continuous_range", "permit.brought_since_after_issue", "permit.brought_twice",
		"permit.brought_until_range", "permit.endorse_not_needed", "permit.holder_died", "permit.issued_in_future", "permit.number_invalid",
		"permit.number_not_hmt", "permit.number_taken", "permit.number_void", "permit.person_unknown", "phone.invalid", "rental.authority_required",
		"rental.begin_required", "rental.day_in_future", "rental.day_out_of_range", "rental.head_count_invalid", "rental.landlord_required",
		"rental.name_required", "rental.number_invalid", "rental.number_taken", "rental.room_invalid", "rental.room_unknown", "rental.rooms_required",
		"rental.text_too_long", "rental.undertaking_incomplete", "rental.until_before_begin", "required",
		"residence.id_taken", "residence.registered_on_invalid", "residence.room_required", "residence.room_unknown",
		"residence.since_before_birth", "residence.since_in_future",
	}
}
