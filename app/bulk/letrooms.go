package bulk

import (
	"regexp"
	"strings"

	"jiezhan/station/rental"
)

type useWord struct {
	use    rental.RoomUse
	zh, en string
}

// uses are the words for what rooms are for, as the console has them.
func uses() []useWord {
	return []useWord{
		{rental.Living, "居室", "living"},
		{rental.Kitchen, "厨房", "kitchen"},
		{rental.Bathroom, "卫生间", "bathroom"},
		{rental.Balcony, "阳台", "balcony"},
		{rental.Passage, "过道", "passage"},
		{rental.Basement, "地下室", "basement"},
		{rental.Storage, "储藏室", "storage"},
	}
}

func useWords() []string {
	var words []string
	for _, u := range uses() {
		words = append(words, u.zh)
	}
	return words
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	between = regexp.MustCompile(`[、,，;；\n]+`)
	withUse = regexp.MustCompile(`^(.*?)\s*[(（]([^()（）]*)[)）]$`)
)

// readRooms reads the rooms of one cell: 主卧、次卧、北间（储藏室）. A room whose use is not written is a living room, unless its name is a use itself. It
// answers false where a use is not known.
func readRooms(text string) ([]rental.LetRoom, bool) {
	var rooms []rental.LetRoom
	for _, part := range between.Split(text, -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		room := rental.LetRoom{Name: part, Use: rental.Living}
		if use, named := useOf(part); named {
			room.Use = use
		}
		if m := withUse.FindStringSubmatch(part); m != nil {
			use, known := useOf(m[2])
			if !known {
				return nil, false
			}
			room = rental.LetRoom{Name: m[1], Use: use}
		}
		rooms = append(rooms, room)
	}
	return rooms, true
}

// useOf is the use that a word names.
func useOf(word string) (rental.RoomUse, bool) {
	word = strings.TrimSpace(word)
	for _, u := range uses() {
		if word == u.zh || strings.EqualFold(word, u.en) {
			return u.use, true
		}
	}
	return "", false
}

// yesNo reads what people write for yes and no; an empty cell is no.
func yesNo(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "是", "有", "书面", "yes", "y", "1", "true":
		return true, true
	case "", "否", "无", "没有", "口头", "no", "n", "0", "false":
		return false, true
	}
	return false, false
}
