package words

// codes are words that the screens have too (frontend/src/core/i18n/*/codes.ts).
func codes() map[string]sentence {
	return map[string]sentence{
		"condition.employment":       {"有稳定工作", "Stable job"},
		"condition.dwelling":         {"有稳定住处", "Stable dwelling"},
		"condition.study":            {"在这里连续上学", "Studying here"},
		"group.identity":             {"身份证明", "Proof of identity"},
		"group.photo":                {"照片", "Photo"},
		"group.dwelling":             {"住处证明", "Proof of dwelling"},
		"group.employment":           {"工作证明", "Proof of work"},
		"group.study":                {"上学证明", "Proof of study"},
		"doc.resident_id_card":       {"居民身份证", "Resident identity card"},
		"doc.portrait":               {"近期证件照", "Recent portrait photo"},
		"doc.tenancy_contract":       {"租房合同", "Tenancy contract"},
		"doc.title_document":         {"房产证", "Property title"},
		"doc.purchase_contract":      {"购房合同", "Purchase contract"},
		"doc.lodging_certificate":    {"住宿证明（房东、单位或学校开）", "Lodging certificate (landlord, employer or school)"},
		"doc.business_licence":       {"营业执照", "Business licence"},
		"doc.labour_contract":        {"劳动合同", "Labour contract"},
		"doc.employment_certificate": {"单位开的在职证明", "Employer's certificate"},
		"doc.other_work_proof":       {"其他工作证明", "Other proof of work"},
		"doc.student_card":           {"学生证", "Student card"},
		"doc.study_certificate":      {"学校开的就读证明", "School's certificate"},
		"doc_state.declared":         {"本人说有", "Declared"},
		"doc_state.seen":             {"已看原件", "Original seen"},
		"doc_state.missing":          {"缺", "Missing"},
		"doc_state.supplied":         {"已补交", "Supplied"},
		"applied_by.self":            {"本人", "In person"},
		"applied_by.guardian":        {"监护人", "Guardian"},
		"applied_by.close_relative":  {"近亲属", "Close relative"},
		"refusal.half_year":          {"居住不满半年", "Less than half a year of residence"},
		"refusal.no_condition":       {"不符合三个条件中的任何一个", "None of the three conditions holds"},
		"refusal.false_proof":        {"证明材料不真实", "Proof is not genuine"},
		"refusal.other":              {"其他原因", "Another reason"},
	}
}
