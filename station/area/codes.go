package area

// Codes lists every code this package answers.
func Codes() []string {
	return []string{
		"area.already_closed", "area.building_unknown", "area.children_open", "area.code_invalid", "area.code_taken", "area.community_unknown",
		"area.effective_before", "area.effective_in_future", "area.effective_required", "area.grid_elsewhere", "area.grid_unknown", "area.id_taken",
		"area.kind_unknown", "area.move_missing", "area.move_not_there", "area.move_target", "area.move_twice", "area.name_required",
		"area.name_same", "area.name_too_long", "area.not_closed", "area.not_gridded", "area.nothing", "area.number_invalid", "area.number_required",
		"area.number_taken", "area.number_twice", "area.number_verified", "area.occupancy_in_future", "area.occupancy_unknown", "area.parent_closed",
		"area.parent_kind", "area.parent_unknown", "area.place_closed", "area.place_unknown", "area.position_invalid", "area.position_system",
		"area.range_invalid", "area.range_rooms", "area.room_unknown", "area.same_community", "area.too_many", "area.use_invalid",
	}
}
