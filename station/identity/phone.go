package identity

import "strings"

// ErrPhone says that the text is neither a mobile nor a landline number of the mainland.
const ErrPhone Error = "phone.invalid"

// NormalisePhone brings a telephone number into the stored form: +8613812346620, +8657188886666, and with an extension
// +8657188886666-123. It takes what people type: full-width digits, spaces, hyphens, brackets, and the country code before a mobile or area code.
func NormalisePhone(text string) (string, error) {
	s := strings.Map(func(r rune) rune {
		switch r = narrow(r); r {
		case ' ', '\t', '\u00a0', '\u3000', '(':
			return -1
		case ')', '\u2010', '\u2011', '\u2013', '\u2014':
			return '-'
		}
		return r
	}, strings.TrimSpace(text))
	for _, country := range []string{"+86", "0086"} {
		if rest, found := strings.CutPrefix(s, country); found {
			return normaliseAbroad(strings.TrimPrefix(rest, "-"))
		}
	}
	if rest, found := strings.CutPrefix(s, "86"); found && mobile(bare(rest)) {
		s = rest
	}
	if mobile(bare(s)) {
		return "+86" + bare(s), nil
	}
	return landline(s)
}

// normaliseAbroad reads what follows the country code: a mobile number, or an area code without its zero.
func normaliseAbroad(s string) (string, error) {
	if mobile(bare(s)) {
		return "+86" + bare(s), nil
	}
	return landline("0" + strings.TrimPrefix(s, "0"))
}

func bare(s string) string { return strings.ReplaceAll(s, "-", "") }

// mobile is ^1[3-9]\d{9}$.
func mobile(s string) bool { return len(s) == 11 && digits(s) && s[0] == '1' && s[1] >= '3' }

// landline reads 0\d{2,3}-?\d{7,8}(-\d{1,6})?; the area code has two digits after the zero for 010 and 02x, three for all others.
func landline(s string) (string, error) {
	if len(s) < 3 || s[0] != '0' {
		return "", ErrPhone
	}
	area := 4
	if s[1] == '1' || s[1] == '2' {
		area = 3
	}
	if len(s) < area {
		return "", ErrPhone
	}
	local, extension, hasExtension := strings.Cut(strings.TrimPrefix(s[area:], "-"), "-")
	if !digits(s[:area]) || s[1] == '0' || !digits(local) || len(local) < 7 || len(local) > 8 {
		return "", ErrPhone
	}
	phone := "+86" + s[1:area] + local
	if !hasExtension {
		return phone, nil
	}
	if !digits(extension) || len(extension) > 6 {
		return "", ErrPhone
	}
	return phone + "-" + extension, nil
}

// nationalPhone is the number as it is dialled within the country, without extension: 13812346620, 057188886666.
func nationalPhone(phone string) string {
	local, _, _ := strings.Cut(strings.TrimPrefix(phone, "+86"), "-")
	if local == phone || mobile(local) || strings.HasPrefix(local, "0") {
		return local
	}
	return "0" + local
}

// NationalPhone is the stored number as it is dialled within the country, without extension: 13812346620, 057188886666.
func NationalPhone(phone string) string { return nationalPhone(phone) }
