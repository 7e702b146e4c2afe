package idcard

import (
	"strings"
	"unicode/utf8"
)

// MaskName hides all but the first and last character of a name (范*例); of a two-character name the last one goes too.
func MaskName(name string) string {
	r := []rune(name)
	switch len(r) {
	case 0:
		return ""
	case 1:
		return "*"
	case 2:
		return string(r[:1]) + "*"
	}
	return string(r[:1]) + strings.Repeat("*", len(r)-2) + string(r[len(r)-1:])
}

// MaskNumber hides all but the first 3 and last 2 characters of a number: the form for kiosks and consoles, where others
// look on.
func MaskNumber(number string) string { return maskMiddle(number, 3, 2) }

// MaskNumberStaff hides all but the first 6 and last 4 characters of a number: the form for staff lists.
func MaskNumberStaff(number string) string { return maskMiddle(number, 6, 4) }

func maskMiddle(s string, first, last int) string {
	n := utf8.RuneCountInString(s)
	if n <= first+last {
		return strings.Repeat("*", n)
	}
	r := []rune(s)
	return string(r[:first]) + strings.Repeat("*", n-first-last) + string(r[n-last:])
}

// hidden stands for the rest of an address. Its length is fixed: the true length would tell something.
const hidden = "********"

// MaskAddress keeps an address up to the first city, prefecture, county or banner behind the province. An address without
// one is hidden whole.
func MaskAddress(address string) string {
	if address == "" {
		return ""
	}
	r := []rune(address)
	const longestProvince, longestCity = 8, 12 // 新疆维吾尔自治区; 积石山保安族东乡族撒拉族自治县 is cut, which hides more
	start := 0
	for i := range min(len(r), longestProvince) {
		if r[i] == '省' || r[i] == '区' && i >= 2 && r[i-2] == '自' && r[i-1] == '治' {
			start = i + 1
			break
		}
	}
	for i := start + 1; i < min(len(r), start+longestCity); i++ {
		if strings.ContainsRune("市州盟县区旗", r[i]) {
			return string(r[:i+1]) + hidden
		}
	}
	return string(r[:start]) + hidden
}

// maskDate keeps the year.
func maskDate(date string) string {
	if len(date) == 10 {
		return date[:4] + "-**-**"
	}
	return strings.Repeat("*", utf8.RuneCountInString(date))
}

// Masked is the card as it may be shown where others look on: name, numbers, birth, address and ethnicity hidden as far as
// the holder can still recognise the card as theirs. What is hidden cannot be computed back.
func (c Card) Masked() Card {
	c.Name = MaskName(c.Name)
	c.EnglishName = MaskName(c.EnglishName)
	c.EthnicCode = strings.Repeat("*", utf8.RuneCountInString(c.EthnicCode))
	c.Birth = maskDate(c.Birth)
	c.Address = MaskAddress(c.Address)
	c.IDNumber = MaskNumber(c.IDNumber)
	c.PermitNumber = MaskNumber(c.PermitNumber)
	c.EarlierLink = strings.Repeat("*", utf8.RuneCountInString(c.EarlierLink))
	addresses := c.NewAddresses
	c.NewAddresses = nil
	for _, a := range addresses {
		c.NewAddresses = append(c.NewAddresses, MaskAddress(a))
	}
	return c
}
