package idcard

// EthnicName gives the name (民族) behind a two-digit code of GB/T 3304, empty where the standard gives none. 97 and 98 are
// what cards carry for other groups and for nationals of foreign descent.
func EthnicName(code string) string {
	if len(code) != 2 || !digits(code) {
		return ""
	}
	switch n := int(code[0]-'0')*10 + int(code[1]-'0'); {
	case n == 97:
		return "其他"
	case n == 98:
		return "外国血统中国籍人士"
	case n >= 1 && n <= 56:
		return ethnicNames()[n-1]
	}
	return ""
}

func ethnicNames() [56]string {
	return [56]string{
		"汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼",
		"哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔",
		"仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克",
		"德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
	}
}
