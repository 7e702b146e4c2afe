package pinyin

import (
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	cases := map[string]struct{ text, initials, full string }{
		"name":                     {"张三", "zs", "zhangsan"},
		"compound":                 {"青松家园", "qsjy", "qingsongjiayuan"},
		"digits stay":              {"青松2期", "qs2q", "qingsong2qi"},
		"ü is v":                   {"绿岛", "ld", "lvdao"},
		"letters lose case":        {"SOHO公寓", "sgy", "sohogongyu"},
		"letters lose diacritics":  {"José Müller", "jm", "josemvller"},
		"separator":                {"阿卜杜·热合曼", "abdrhm", "abudureheman"},
		"rare Han without reading": {"张\U0003134A", "z", "zhang"},
		"supplementary with one":   {"𬭎", "h", "hong"},
		"nothing":                  {" ·。", "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := Read(c.text); got.Initials != c.initials || got.Full != c.full {
				t.Errorf("got = %+v, want %s %s", got, c.initials, c.full)
			}
		})
	}
}

func TestName(t *testing.T) {
	cases := map[string]string{
		"单雄信":   "sxx shanxiongxin, dxx danxiongxin",
		"曾小贤":   "zxx zengxiaoxian",
		"解缙":    "xj xiejin",
		"仇英":    "qy qiuying",
		"区大典":   "odd oudadian",
		"查良镛":   "zly zhaliangyong",
		"尉迟恭":   "ycg yuchigong",
		"单于明":   "cym chanyuming",
		"万俟雅":   "mqy moqiya",
		"欧阳修":   "oyx ouyangxiu",
		"张三":    "zs zhangsan",
		"吕布":    "lb lvbu, lb lubu",
		"单":     "s shan, d dan",
		"":      " ",
		"买买提·江": "mmtj maimaitijiang",
	}
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range Name(name) {
				got = append(got, r.Initials+" "+r.Full)
			}
			if s := strings.Join(got, ", "); s != want {
				t.Errorf("got = %q, want %q", s, want)
			}
		})
	}
}

func TestQuery(t *testing.T) {
	cases := map[string]string{"Zhang San": "zhangsan", "lü": "lv", "LYU": "lv", "nyu": "nv", "Li Nyu": "linv", "qunyuan": "qunyuan", "o'brien": "obrien", "zs 12": "zs12"}
	for text, want := range cases {
		if got := Query(text); got != want {
			t.Errorf("%s: got = %q, want %q", text, got, want)
		}
	}
}

// An entry of the tables earns its place by saying something the dictionary does not.
func TestSurnamesDiffer(t *testing.T) {
	for r, readings := range surnames {
		if slices.Equal(readings, []string{syllable(r)}) {
			t.Errorf("%c is read %s anyway", r, readings[0])
		}
	}
	for name, readings := range doubleSurnames {
		if strings.ReplaceAll(readings[0], " ", "") == Full(name) && surnameStart(name) {
			t.Errorf("%s is read %s anyway", name, readings[0])
		}
	}
}

// surnameStart tells whether the first character alone would be read as its dictionary reading too.
func surnameStart(name string) bool {
	_, listed := surnames[[]rune(name)[0]]
	return !listed
}

// Every character of the dictionary reads as small letters.
func FuzzName(f *testing.F) {
	for _, s := range []string{"张三", "尉迟恭", "José", "𬭎𫖯䶮𠅤", "\xff", "单"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Name(text) {
			if len(r.Initials) > len(r.Full) && r.Full != "" {
				t.Fatalf("%q reads %+v", text, r)
			}
			if strings.ContainsAny(r.Full, " ·\x00") {
				t.Fatalf("%q reads %+v", text, r)
			}
		}
	})
}

func BenchmarkName(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Name("单雄信")
	}
}
