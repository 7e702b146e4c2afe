package area

import (
	"fmt"
	"strings"
	"testing"
)

func TestReadTyped(t *testing.T) {
	cases := map[string]string{ // words | building unit room
		"青松家园3号楼2单元1203室":        "青松家园 | 3 2 1203",
		"青松 3 2 1203":            "青松 | 3 2 1203",
		"1203 青松 3 2":            "青松 | 3 2 1203",
		"青松3-2-1203":             "青松 | 3 2 1203",
		"青松3#2-1203":             "青松 | 3 2 1203",
		"青松家园三号楼二单元101":          "青松家园 | 3 2 101",
		"青松二十一栋":                 "青松 | 21  ",
		"青松九十九幢":                 "青松 | 99  ",
		"三一家园":                   "三一家园 |   ",
		"梧叶A座101":                "梧叶 | A  101",
		"梧叶 a座":                  "梧叶 | A  ",
		"梧叶A12":                  "梧叶 |   A12",
		"qs3-2-1203":             "qs | 3 2 1203",
		"青松5号":                   "青松 | 5  ",
		"青松5号B1-02室":             "青松 | 5  B1-02",
		"阳光城2期3号楼101":            "阳光城2期 | 3  101",
		"梧叶 3区 5 1 101":          "梧叶 3区 | 5 1 101",
		"青松12A":                  "青松 |   12A",
		"王 梧叶 3":                 "王 梧叶 | 3  ",
		"阿卜杜·热合曼 梧叶":             "阿卜杜·热合曼 梧叶 |   ",
		"青松，3号楼；2单元":             "青松 | 3 2 ",
		"青松 1 2 3 4 5":           "青松 | 1 2 3",
		"十":                      "十 |   ",
		"甲 乙 丙 丁 戊 3":            "甲 乙 丙 丁 | 3  ",
		"":                       " |   ",
		strings.Repeat("松", 134): " |   ", // nobody writes such an address
	}
	for text, want := range cases {
		a := ReadTyped(text)
		got := fmt.Sprintf("%s | %s %s %s", strings.Join(a.Words, " "), a.Building, a.Unit, a.Room)
		if got != want {
			t.Errorf("%s: got = %q, want %q", text, got, want)
		}
	}
}

// Whatever is typed, words are words and numbers hold nothing that a pattern or a path would read as more than itself.
func FuzzReadTyped(f *testing.F) {
	for _, s := range []string{"青松家园3号楼2单元1203室", "qs3-2-B1-02", "九十九栋", "十十十号楼", "A座a#", "一二三单元", "\xff\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := ReadTyped(text)
		for _, n := range append(a.loose, a.Building, a.Unit, a.Room) {
			if strings.Trim(n, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
				t.Fatalf("%q: number %q", text, n)
			}
		}
		for _, w := range a.Words {
			if strings.TrimSpace(w) == "" {
				t.Fatalf("%q: an empty word", text)
			}
		}
	})
}

func BenchmarkReadTyped(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ReadTyped("青松家园3号楼2单元1203室")
	}
}
