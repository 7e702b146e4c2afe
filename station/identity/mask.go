package identity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// star stands for what is hidden.
const star = "*"

// MaskName keeps the first and the last character: 范*例, 欧**文. Of two characters only the first stays: 范*. Of a name in parts, whose last character
// would tell more than a given name does, the first character and the separators stay: 阿****·****, J*** *****.
func MaskName(name string) string {
	name, _ = NormaliseName(name)
	characters := clusters(name)
	if len(characters) <= 1 {
		return strings.Repeat(star, len(characters))
	}
	inParts := slices.ContainsFunc(characters, parts)
	for i, c := range characters {
		lastOfMany := i == len(characters)-1 && len(characters) > 2 && !inParts
		if i > 0 && !lastOfMany && !parts(c) {
			characters[i] = star
		}
	}
	return strings.Join(characters, "")
}

// parts tells what stands between the parts of a name.
func parts(character string) bool { return character == string(Separator) || character == " " }

// clusters splits a text into characters together with their combining marks and variation selectors.
func clusters(text string) []string {
	var out []string
	for _, r := range text {
		if unicode.IsMark(r) && len(out) > 0 {
			out[len(out)-1] += string(r)
			continue
		}
		out = append(out, string(r))
	}
	return out
}

// MaskNumber keeps the first six and the last four characters of a document number, for staff: 110101********7715.
func MaskNumber(number string) string { return keepEnds(number, 6, 4) }

// MaskNumberKiosk keeps the first three and the last two characters, for screens that a bystander can see.
func MaskNumberKiosk(number string) string { return keepEnds(number, 3, 2) }

// MaskPhone keeps the first three and the last four digits of the national number: 138****6620.
func MaskPhone(phone string) string {
	if phone == "" {
		return ""
	}
	national := nationalPhone(phone)
	if len(national) < 8 {
		return strings.Repeat(star, len(national))
	}
	return national[:3] + "****" + national[len(national)-4:]
}

// leastHidden is how many characters of a number are hidden at least; a shorter number is hidden whole.
const leastHidden = 4

// keepEnds hides all but head and tail.
func keepEnds(s string, head, tail int) string {
	if len(s) < head+tail+leastHidden || strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.Repeat(star, len([]rune(s)))
	}
	return s[:head] + strings.Repeat(star, len(s)-head-tail) + s[len(s)-tail:]
}

// hidden stands for the part of an address that names a house; its length tells nothing.
const hidden = "********"

// MaskAddress keeps province, city and county: 范本省范本市********.
func MaskAddress(address string) string {
	if strings.TrimSpace(address) == "" {
		return ""
	}
	return address[:countyEnd(address)] + hidden
}

// countyEnd is the offset behind the last name of province, city or county at the head of an address. Nothing deeper may pass,
// so a county that cannot be told from a street is hidden too.
func countyEnd(address string) int {
	end, levels := 0, []string{"省|自治区|特别行政区", "市|自治州|地区|盟", "自治县|县|区|市|自治旗|旗"}
	for _, level := range levels {
		if n := nameEnd(address[end:], strings.Split(level, "|")); n > 0 {
			end += n
		}
	}
	return end
}

// longestDivision is how many characters a name of a province, city or county may have (积石山保安族东乡族撒拉族自治县 has 15).
const longestDivision = 16

func nameEnd(text string, suffixes []string) int {
	count := 0
	for offset := range text {
		if count >= 2 { // a place is called something before it is called a city
			for _, suffix := range suffixes {
				if strings.HasPrefix(text[offset:], suffix) && !estate(text[:offset+len(suffix)]) {
					return offset + len(suffix)
				}
			}
		}
		if count++; count > longestDivision {
			return 0
		}
		if street(text[offset:]) {
			return 0
		}
	}
	return 0
}

// street tells whether a text begins with what no name of a county holds.
func street(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	if r == '乡' && strings.HasPrefix(text[size:], "族") { // 东乡族
		return false
	}
	return !unicode.Is(unicode.Han, r) || strings.ContainsRune("路街道镇乡村号弄巷楼", r)
}

// estate tells words that end like a county and are none: 小区, 社区 and the like.
func estate(text string) bool {
	for _, word := range []string{"小区", "社区", "校区", "园区", "厂区", "景区", "街区", "宿舍区", "住宅区"} {
		if strings.HasSuffix(text, word) {
			return true
		}
	}
	return false
}
