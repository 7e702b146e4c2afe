// Package words knows what stands on printed papers, in Chinese and English. It knows nothing of screens and of the command line, which
// have catalogues of their own; words for codes that a screen shows too are the same there, which a test holds.
package words

import (
	"fmt"
	"maps"
	"strings"

	"jiezhan/station/calendar"
)

// Lang is a language of the catalogue.
type Lang string

// The languages.
const (
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

type sentence struct{ zh, en string }

// catalogue is every sentence on paper.
func catalogue() map[string]sentence {
	all := common()
	for _, more := range []map[string]sentence{codes(), applications(), handouts(), rentals(), statistics(), copies()} {
		maps.Copy(all, more)
	}
	return all
}

// Say is the sentence of a key with its places filled; an unknown key says itself.
func (l Lang) Say(key string, args ...any) string {
	s, found := catalogue()[key]
	if !found {
		return key
	}
	format := s.zh
	if l == English {
		format = s.en
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Code is the word for a code of an area, such as a kind of document; an unknown code shows itself.
func (l Lang) Code(area, code string) string {
	if key := area + "." + code; known(key) {
		return l.Say(key)
	}
	return code
}

func known(key string) bool {
	_, found := catalogue()[key]
	return found
}

// Lines are the sentences of a key one by one: they stand in one text, with a line break between.
func (l Lang) Lines(key string, args ...any) []string {
	return strings.Split(l.Say(key, args...), "\n")
}

// Day writes a date as people write it; no date is nothing.
func (l Lang) Day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	start := d.Start().In(calendar.Shanghai)
	if l == English {
		return start.Format("2 January 2006")
	}
	return start.Format("2006年1月2日")
}
