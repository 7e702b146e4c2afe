package words

// rentals are the words of the rental file (出租房屋登记表).
func rentals() map[string]sentence {
	return map[string]sentence{
		"rental.title":              {"出租房屋登记表", "Rental file"},
		"rental.number":             {"档案编号", "File"},
		"rental.dwelling":           {"房屋地址", "Dwelling"},
		"rental.landlord":           {"出租人", "Landlord"},
		"rental.agent":              {"受托人", "Agent"},
		"rental.contract":           {"合同期限", "Contract"},
		"rental.written":            {"书面合同", "In writing"},
		"rental.rooms":              {"出租房间", "Rooms let"},
		"rental.not_allowed":        {"不得单独出租居住", "Not to be let for living"},
		"rental.head_count":         {"居住人数", "People"},
		"rental.undertaking":        {"安全责任承诺", "Safety undertaking"},
		"rental.undertaken":         {"%s 签订，有效期至 %s", "signed on %s, valid until %s"},
		"rental.visited":            {"最近一次安全走访", "Last safety visit"},
		"rental.tenants":            {"承租人（证件号码已遮盖）", "Tenants (numbers masked)"},
		"rental.checks":             {"核对结果", "Checks"},
		"rental.yes":                {"有", "yes"},
		"rental.no":                 {"没有", "no"},
		"rental.registered":         {"已登记", "yes"},
		"rental.unregistered":       {"未登记", "no"},
		"rental.ok":                 {"符合", "in order"},
		"rental.look":               {"需核对", "to check"},
		"rental.duty":               {"出租人应当自租赁开始和终止之日起三个工作日内告知本站，并提醒承租人办理居住登记；具体以本市规定为准。六个月以上的租赁应当采用书面合同（《民法典》第七百零七条）。厨房、卫生间、阳台、过道、地下储藏室等非居住空间不得单独出租用于居住（《住房租赁条例》）。", "The landlord tells the station of the beginning and the end of a tenancy within three working days and reminds tenants to register, as the city's rules set out. Tenancies of six months or more are in writing (Civil Code, article 707). Kitchens, bathrooms, balconies, passages, basements and the like are not let for living (Housing Rental Regulations)."},
		"check.not_written":         {"六个月以上的租赁有书面合同", "Six months or more: in writing"},
		"check.too_long":            {"租期不超过二十年", "Not longer than twenty years"},
		"check.room_not_allowed":    {"没有出租不得出租的房间", "No room is let that may not be"},
		"check.too_many":            {"居住人数不超过上限", "Not more people than the limit"},
		"check.past_end":            {"租赁结束后没有未注销的居住登记", "No registration is open after the tenancy ended"},
		"check.registered_before":   {"居住登记不早于租赁开始", "No registration is older than the tenancy"},
		"check.undertaking_over":    {"安全责任承诺在有效期内", "The safety undertaking is valid"},
		"check.undertaking_missing": {"有安全责任承诺", "There is a safety undertaking"},
		"rental.open_end":           {"%s 起，未约定结束", "from %s, no end agreed"},
		"rental.ended":              {"%s（档案已于 %s 结束）", "%s (file closed on %s)"},
	}
}
