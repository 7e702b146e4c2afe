package words

// handouts are what a holder may do and get, told in our own words (Decree 663, articles 10 to 18).
func handouts() map[string]sentence {
	return map[string]sentence{
		"handout.title":        {"居住证持有人权利、服务和便利", "What the holder of a residence permit may do and get"},
		"handout.as_of":        {"依据《居住证暂行条例》（国务院令第663号），内容截至 %s。", "By the Interim Regulations on Residence Permits (State Council Decree 663); as of %s."},
		"handout.rights":       {"在居住地依法享有（第十二条）", "You may (article 12)"},
		"handout.services":     {"六项基本公共服务（第十二条）", "Six basic public services (article 12)"},
		"handout.conveniences": {"七项办事便利（第十三条）", "Seven conveniences (article 13)"},
		"handout.local":        {"本地增加的服务和便利", "Added locally"},
		"handout.settling":     {"落户", "Settling"},
		"handout.duties":       {"请记住", "Please remember"},
		"rights":               {"劳动就业。\n参加社会保险。\n缴存、提取和使用住房公积金。", "work.\njoin social insurance.\npay into the housing fund, draw from it and use it."},
		"services":             {"义务教育。\n基本公共就业服务。\n基本公共卫生服务和生育服务。\n公共文化体育服务。\n法律援助和其他法律服务。\n国家规定的其他基本公共服务。", "Compulsory education.\nBasic public employment service.\nBasic public health and birth service.\nPublic culture and sports.\nLegal aid and other legal service.\nOther basic public services set by the State."},
		"conveniences":         {"按规定办理出入境证件。\n按规定换领、补领居民身份证。\n机动车登记。\n申领机动车驾驶证。\n报名参加职业资格考试、申请授予职业资格。\n办理生育服务登记和有关证明。\n国家规定的其他便利。", "Exit-entry documents.\nExchange and re-issue of the resident ID card.\nVehicle registration.\nDriving licence.\nVocational qualification exams and grants.\nBirth-service registration and related certificates.\nOther conveniences set by the State."},
		"settling":             {"符合居住地人民政府规定的落户条件的，可以根据本人意愿申请登记为常住户口（第十五条、第十六条）。条件因城市规模而不同，请向窗口索取本市现行规定。", "If you meet the conditions that the local government has set you may, if you wish, be registered as a permanent resident (articles 15 and 16). The conditions depend on the size of the city; ask the window for the rules in force."},
		"duties":               {"每满一年之前的一个月内办理签注，免费；错过的，使用功能中止，补办后恢复（第十条）。\n信息有变化、搬家、离开本市，请到任一站点办理。\n居住证不得出租、出借、转让，不得使用虚假证明（第十八条）。\n国家机关和工作人员对您的信息保密（第十七条）。您可以在自助机查看本站有您的哪些信息、谁看过。", "Have the permit endorsed in the month before each full year, free of charge; if missed its functions rest until you do (article 10).\nTell any station if something changes, if you move or leave the city.\nA permit is not to be lent, rented out or passed on, and proofs must be true (article 18).\nPublic bodies and their staff keep your data confidential (article 17). At the kiosk you can see what the station has about you and who looked at it."},
		"reminders.title":      {"居住证签注提醒名单", "Permits to be endorsed"},
		"reminders.intro":      {"%s 签注开始的居住证，共 %d 件。仅供本站通知持证人使用，用后销毁。", "Permits whose endorsement begins in %s: %d. For this station to tell the holders, and to be destroyed afterwards."},
		"reminders.told":       {"已通知", "told"},
		"reminders.none":       {"这个月没有签注开始的居住证。", "No permit's endorsement begins in this month."},
		"month":                {"%d年%d月", "%d-%02d"},
	}
}
