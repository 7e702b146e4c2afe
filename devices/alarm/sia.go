package alarm

import "strings"

// siaMeaning is what a SIA letter code says: an event, and whether it begins or ends.
type siaMeaning struct {
	Event
	qualifier int
}

// siaMeaningOf looks a letter code up (SIA DC-03): by its own entry, else by the zone type and condition its letters name.
// Codes are mapped for sorting only; the letters stay in the record.
func siaMeaningOf(code string) siaMeaning {
	if m, found := siaCodes[code]; found {
		return m
	}
	if len(code) == 2 {
		category, zone := siaTypes[code[0]]
		condition, known := siaConditions[code[1]]
		if zone && known {
			if condition.category != "" {
				category = condition.category
			}
			return siaMeaning{Event{Category: category}, condition.qualifier}
		}
	}
	return siaMeaning{Event: Event{Category: Unknown}}
}

// siaTypes are the zone types, the first letter.
var siaTypes = map[byte]Category{
	'B': Intrusion, 'F': Fire, 'P': Panic, 'H': Panic, 'M': Help, 'Q': Help, 'G': Technical, 'W': Technical,
	'K': Fire, 'Z': Technical, 'S': Fire, 'T': Tamper, 'U': Technical,
}

// siaCondition is the second letter; without a category the zone type has the say.
type siaCondition struct {
	qualifier int
	category  Category
}

var siaConditions = map[byte]siaCondition{
	'A': {New, ""}, 'V': {New, ""}, 'M': {New, ""}, 'G': {New, ""}, // alarm, verified, cross-point, unverified
	'H': {Restore, ""}, 'R': {Restore, ""}, // alarm restored, zone restored
	'T': {New, Trouble}, 'J': {Restore, Trouble}, 'S': {New, Trouble}, // trouble and its end, supervisory
	'B': {New, Bypass}, 'U': {Restore, Bypass},
	'X': {New, Test}, 'C': {New, Cancel},
}

// siaCodes are the codes outside the rule of type and condition.
var siaCodes = siaTable([]siaRow{
	{Event{Category: Help}, "NA", "NS"},
	{Event{Category: OpenClose, User: true}, "OP OA OQ OS OG CI OI EE", "CL CA CQ CS CG NL CF"},
	{Event{Category: Cancel, User: true}, "OR OC BC FC", ""},
	{Event{Category: Tamper}, "ES", "EJ"},
	{Event{Category: Trouble}, "AT YT YM YP LT YC YS XT XQ ET EM YA EA XX CD", "AR YR YQ LR YK XR XH ER EN YH"},
	{Event{Category: Test}, "RP TX RX", ""},
	{Event{Category: Test, User: true}, "TS", "TE"},
	{Event{Category: Info}, "RR JA LB LX RB RS JT JD JL JO", ""},
})

// siaRow holds codes of one meaning: those that begin something and those that end it.
type siaRow struct {
	event     Event
	new, ends string
}

func siaTable(rows []siaRow) map[string]siaMeaning {
	t := map[string]siaMeaning{}
	for _, row := range rows {
		for code := range strings.FieldsSeq(row.new) {
			t[code] = siaMeaning{row.event, New}
		}
		for code := range strings.FieldsSeq(row.ends) {
			t[code] = siaMeaning{row.event, Restore}
		}
	}
	return t
}
