package pinyin

import "unicode/utf8"

// surname finds the reading of the surname at the head of a name, where it differs from the common reading of the character or
// where two readings are in use. It answers nil for all other names.
func surname(name string) (readings []string, rest string) {
	first, size := utf8.DecodeRuneInString(name)
	if _, next := utf8.DecodeRuneInString(name[size:]); next > 0 && size > 0 {
		if r, known := doubleSurnames[name[:size+next]]; known {
			return r, name[size+next:]
		}
	}
	if r, known := surnames[first]; known {
		return r, name[size:]
	}
	return nil, name
}

// surnames read otherwise than in running text; where families differ, the more common reading comes first.
//
//nolint:gochecknoglobals // a table of the language, never written
var surnames = map[rune][]string{
	'单': {"shan", "dan"}, '解': {"xie"}, '仇': {"qiu"}, '区': {"ou"}, '查': {"zha"}, '朴': {"piao", "pu"},
	'盖': {"gai", "ge"}, '翟': {"zhai", "di"}, '乐': {"yue", "le"}, '覃': {"qin", "tan"}, '缪': {"miao"}, '洗': {"xian"},
	'召': {"shao"}, '谌': {"chen", "shen"}, '折': {"she"}, '种': {"chong"}, '重': {"chong"}, '黑': {"hei", "he"}, '员': {"yun"},
	'贠': {"yun"}, '秘': {"bi"}, '郗': {"xi", "chi"}, '佴': {"nai"}, '牟': {"mou", "mu"}, '祭': {"zhai"}, '繁': {"po"},
	'乜': {"nie"}, '柏': {"bai", "bo"}, '宓': {"mi", "fu"}, '隗': {"wei", "kui"}, '句': {"gou"}, '能': {"nai"},
	'郇': {"xun", "huan"}, '尉': {"wei", "yu"}, '阚': {"kan"},
	'吕': {"lv", "lu"}, '薄': {"bo"}, '参': {"shen"},
}

// doubleSurnames are surnames of two characters with a reading of their own.
//
//nolint:gochecknoglobals // a table of the language, never written
var doubleSurnames = map[string][]string{
	"尉迟": {"yu chi"}, "长孙": {"zhang sun"}, "单于": {"chan yu"}, "澹台": {"tan tai"}, "万俟": {"mo qi"},
	"子车": {"zi ju"},
}
