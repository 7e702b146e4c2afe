package registry

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever is typed: the same in full width means the same, no walk begins with nothing but what says so, and an ending of a number is never among
// the walks that need no purpose.
func FuzzAsk(f *testing.F) {
	for _, s := range []string{"张三", "zs", "张三6620", "6620 张三", "3399991970", "青松 3 2 1203", "+86 571 88886666", "H12345678", "gbr1101", "\xff", "１２３"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := ask(text)
		for _, st := range append(append([]stretch{}, a.stretches...), a.afterwards...) {
			if st.kind == endingKey || st.kind == phoneEndingKey {
				t.Errorf("%q: %+v needs no purpose", text, st)
			}
		}
		if !utf8.ValidString(text) {
			if !reflect.DeepEqual(a, asked{}) {
				t.Errorf("%q means %+v", text, a)
			}
			return
		}
		wide := strings.Map(func(r rune) rune {
			if r > ' ' && r <= '~' {
				return r - '!' + '！'
			}
			return r
		}, text)
		if b := ask(wide); !reflect.DeepEqual(a, b) {
			t.Errorf("%q means %+v, in full width %+v", text, a, b)
		}
	})
}

func BenchmarkAsk(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ask("青松家园3号楼2单元1203室")
	}
}
