package division_test

import (
	"strings"
	"testing"

	"jiezhan/station/area/division"
)

func TestLookup(t *testing.T) {
	tests := map[string]struct {
		want  division.Division
		found bool
	}{
		"330106": {division.Division{Code: "330106", Name: "西湖区", Full: "浙江省杭州市西湖区", Current: true}, true},
		"330100": {division.Division{Code: "330100", Name: "杭州市", Full: "浙江省杭州市", Current: true}, true},
		"110000": {division.Division{Code: "110000", Name: "北京市", Full: "北京市", Current: true}, true},
		"110101": {division.Division{Code: "110101", Name: "东城区", Full: "北京市东城区", Current: true}, true},
		"429004": {division.Division{Code: "429004", Name: "仙桃市", Full: "湖北省仙桃市", Current: true}, true},
		"441900": {division.Division{Code: "441900", Name: "东莞市", Full: "广东省东莞市", Current: true}, true},
		"653228": {division.Division{Code: "653228", Name: "和康县", Full: "新疆维吾尔自治区和田地区和康县", Current: true}, true},
		"830000": {division.Division{Code: "830000", Name: "台湾省", Full: "台湾省", Current: true}, true},
		// Ended: merged in 2010, 2018 and 2021, made a city in 1994, moved to another prefecture.
		"110103": {division.Division{Code: "110103", Name: "崇文区", Full: "北京市崇文区"}, true},
		"371203": {division.Division{Code: "371203", Name: "钢城区", Full: "山东省莱芜市钢城区"}, true},
		"330103": {division.Division{Code: "330103", Name: "下城区", Full: "浙江省杭州市下城区"}, true},
		"330125": {division.Division{Code: "330125", Name: "余杭县", Full: "浙江省杭州市余杭县"}, true},
		"142323": {division.Division{Code: "142323", Name: "交城县", Full: "山西省吕梁地区交城县"}, true},
		"460021": {division.Division{Code: "460021", Name: "琼山县", Full: "海南省琼山县"}, true},
		// A grouping is known, never current; a town whose name is lost goes by its parent.
		"330101": {division.Division{Code: "330101", Name: "市辖区", Full: "浙江省杭州市市辖区"}, true},
		"352401": {division.Division{Code: "352401", Name: "晋江地区", Full: "福建省晋江地区"}, true},
		// Development zones, streets and statistical codes that the packages add.
		"320571":       {},
		"441903":       {},
		"710101":       {},
		"119999":       {},
		"339999":       {},
		"000000":       {},
		"999999":       {},
		"3301":         {},
		"":             {},
		"# Code":       {},
		"330106,1,浙江省": {},
		"33010\n":      {},
	}
	for code, test := range tests {
		got, found := division.Lookup(code)
		if got != test.want || found != test.found {
			t.Errorf("Lookup(%q) = %+v, %t, want %+v, %t", code, got, found, test.want, test.found)
		}
	}
}

func TestProvince(t *testing.T) {
	tests := map[string]string{
		"110103": "北京市", "33": "浙江省", "339999198501019996": "浙江省", "650000": "新疆维吾尔自治区",
		"83": "台湾省", "99": "", "1": "", "": "", "浙江": "",
	}
	for code, want := range tests {
		got, found := division.Province(code)
		if got.Full != want || found != (want != "") {
			t.Errorf("Province(%q) = %q, %t, want %q", code, got.Full, found, want)
		}
	}
}

func TestKnownArea(t *testing.T) {
	tests := map[string]bool{
		"330106": true, "110103": true, "110103198501019999": true, "110103850101999": true, "810000": true,
		"820000": true, "830000": true, "119999198501019991": false, "339999": false, "11010": false, "": false,
	}
	for number, want := range tests {
		if got := division.KnownArea(number); got != want {
			t.Errorf("KnownArea(%q) = %t, want %t", number, got, want)
		}
	}
}

func FuzzLookup(f *testing.F) {
	for _, code := range []string{"330106", "110103", "119999", "# Code", "", "\n11010", "33,106"} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		d, found := division.Lookup(code)
		if !found {
			if d != (division.Division{}) {
				t.Fatalf("Lookup(%q) = %+v, not found, want nothing", code, d)
			}
			return
		}
		top, known := division.Province(code)
		if d.Code != code || !known || !strings.HasPrefix(d.Full, top.Full) || !strings.HasSuffix(d.Full, d.Name) {
			t.Fatalf("Lookup(%q) = %+v in %+v", code, d, top)
		}
	})
}

func TestLookupDoesNotAllocate(t *testing.T) {
	got := testing.AllocsPerRun(100, func() {
		division.Lookup("330106")
		division.KnownArea("110103198501019999")
		division.Province("659999")
	})
	if got != 0 {
		t.Errorf("allocations of three lookups = %v, want 0", got)
	}
}

func BenchmarkLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		division.Lookup("330106")
	}
}

func BenchmarkKnownAreaUnknown(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		division.KnownArea("119999198501019991")
	}
}
