package alarm

import "time"

// dc09Stamp is the time at the end of a frame.
const dc09Stamp = "_15:04:05,01-02-2006"

// hasDC09Stamp reports whether s ends in something of the form of a stamp.
func hasDC09Stamp(s string) bool {
	if len(s) < len(dc09Stamp) {
		return false
	}
	s = s[len(s)-len(dc09Stamp):]
	for i := range len(s) {
		if c := dc09Stamp[i]; isDigit(c) != isDigit(s[i]) || !isDigit(c) && c != s[i] {
			return false
		}
	}
	return true
}

// dc09Time reads a stamp that has the form of one; a day or hour that does not exist gives the zero time.
func dc09Time(s string) time.Time {
	two := func(at int) int { return int(s[at]-'0')*10 + int(s[at+1]-'0') }
	month, day, year := two(10), two(13), two(16)*100+two(18)
	hour, minute, second := two(1), two(4), two(7)
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}
	}
	return t
}
