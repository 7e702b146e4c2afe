package printer

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
	"rsc.io/qr"

	"jiezhan/devices/printer/paper"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sample() Ticket {
	return Ticket{
		Hall: "城关街道便民服务中心", Number: "A017", Group: "居住登记", Service: "居住证签注（每年一次）", Waiting: 5,
		At:    time.Date(2026, 11, 22, 9, 5, 0, 0, time.FixedZone("", 8*3600)),
		Token: "https://q.example/t/7f3Kd0aQ2mXw9Z", Note: "过号三次请重新取号\n带好身份证和租房合同",
	}
}

func profiles() map[string]Profile {
	return map[string]Profile{
		"80":     {Width: Width80, Cutter: true},
		"58":     {Width: Width58},
		"gb2312": {Width: Width80, Codepage: "gb2312", Cutter: true},
		"four":   {Width: Width80, Codepage: "gb18030", Cutter: true},
	}
}

// The streams are kept as files: a printer in an office must not change what it prints unnoticed.
func TestRenderGolden(t *testing.T) {
	rare := sample()
	rare.Hall, rare.Group, rare.Service = "㛃路社区", "镕囯龍登记", "·€é𠅤𬶨"
	for name, p := range profiles() {
		for kind, ticket := range map[string]Ticket{"plain": sample(), "rare": rare} {
			got := Render(ticket, p)
			file := filepath.Join("testdata", fmt.Sprintf("ticket-%s-%s.bin", kind, name))
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from what Render writes: %d bytes, want %d", file, len(got), len(want))
			}
		}
	}
}

func TestPictureGolden(t *testing.T) {
	for _, name := range []string{"80", "58"} {
		p := profiles()[name]
		img, err := Picture(Render(sample(), p), p.width())
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "ticket-"+name+".png")
		if *update {
			writePNG(t, file, img)
		}
		if far := differing(t, img, file); far > 0.002 {
			t.Errorf("%s: %.2f %% of the dots differ", file, far*100)
		}
	}
}

func writePNG(t *testing.T, file string, img image.Image) {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// differing is the part of the dots that differ from the file's; all of them when the size does.
func differing(t *testing.T, img image.Image, file string) float64 {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != img.Bounds() {
		return 1
	}
	differ := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			if want.At(x, y) != img.At(x, y) {
				differ++
			}
		}
	}
	return float64(differ) / float64(want.Bounds().Dx()*want.Bounds().Dy())
}

// Any ticket becomes a stream that the mechanism understands to the last byte, on one piece of paper of bounded length, in the characters
// that the profile promises, and without a byte that a printer would obey out of turn.
func TestRenderIsUnderstood(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("社区服务龍囯㛃𬶨𠀋镕€é·…①㈩\n\t\x10\x04\x1b@A0")), 0, 60, -1))
	rapid.Check(t, func(t *rapid.T) {
		ticket := Ticket{
			Hall: text.Draw(t, "hall"), Number: text.Draw(t, "number"), Group: text.Draw(t, "group"), Service: text.Draw(t, "service"),
			Waiting: rapid.IntRange(-1, 1_000_000).Draw(t, "waiting"), Token: text.Draw(t, "token"), Note: text.Draw(t, "note"),
			At: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC(),
		}
		p := Profile{
			Width: rapid.SampledFrom([]int{0, Width80, Width58}).Draw(t, "width"), Cutter: rapid.Bool().Draw(t, "cutter"),
			Codepage: rapid.SampledFrom([]string{"", "gb2312", "gbk", "gb18030"}).Draw(t, "codepage"),
		}
		roll, err := paper.NewRoll(paper.Options{Width: p.width(), Charset: p.Codepage})
		if err != nil {
			t.Fatal(err)
		}
		stream := Render(ticket, p)
		_, _ = roll.Write(stream)
		if roll.Unknown() > 0 || roll.Pending() > 0 {
			t.Fatalf("%d bytes not understood, %d left over", roll.Unknown(), roll.Pending())
		}
		if roll.Fed() > 3000 {
			t.Errorf("the ticket is %d dots long, want less than 3000", roll.Fed())
		}
		for i := range stream[:len(stream)-1] {
			if stream[i] == dle && strings.IndexByte("\x04\x05\x14", stream[i+1]) >= 0 {
				t.Errorf("byte %d would pass for a real-time command", i)
			}
		}
	})
}

// What the printer's font lacks is drawn, everything else is not.
func TestTextOutsideTheFontIsDrawn(t *testing.T) {
	for _, c := range []struct {
		text, codepage string
		own            bool
	}{
		{"居住登记 A1", "gb2312", true},
		{"朱镕基", "gb2312", false},
		{"朱镕基龍", "", true},
		{"朱镕基龍", "gbk", true},
		{"囯", "gbk", true},
		{"㛃", "gbk", false},
		{"㛃", "gb18030", true},
		{"𬶨", "gb18030", false},
		{"𠀋", "gb18030", false},
		{"é", "gb18030", true}, // in GB 2312 for pinyin
		{"€", "gbk", false},
		{"①⑴⒈ⅠΑАあア《》…—", "gb2312", true},
		{"ⅰ〇", "gbk", false},
	} {
		_, own := charsetOf(c.codepage).encode(c.text)
		if own != c.own {
			t.Errorf("%q in %q: own font = %v, want %v", c.text, c.codepage, own, c.own)
		}
	}
}

// The code on the paper is the token's, module by module, and large enough for a telephone: half a millimetre a module at least.
func TestCodeOnPaper(t *testing.T) {
	for _, token := range []string{"7f3Kd0aQ", "https://q.example/t/7f3Kd0aQ2mXw9Z", strings.Repeat("0123456789", 12)} {
		roll, err := paper.NewRoll(paper.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = roll.Write(Render(Ticket{Waiting: -1, Token: token}, profiles()["80"]))
		img := roll.Slips()[0].Image()
		first := bytes.IndexByte(img.Pix, 0)
		left, top := first%img.Stride, first/img.Stride
		code, err := qr.Encode(token, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		module := bytes.IndexByte(img.Pix[first:], 255) / 7 // the finder pattern is seven across
		if module < 4 {
			t.Errorf("%d bytes: a module is %d dots, want at least 4", len(token), module)
		}
		for y := range code.Size {
			for x := range code.Size {
				dark := img.GrayAt(left+x*module+module/2, top+y*module+module/2).Y == 0
				if dark != code.Black(x, y) {
					t.Fatalf("%d bytes: module %d, %d = %v, want %v", len(token), x, y, dark, code.Black(x, y))
				}
			}
		}
	}
}

func TestOwnWords(t *testing.T) {
	roll, err := paper.NewRoll(paper.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := Profile{Words: Words{Waiting: "{n} before you", Taken: "at"}}
	_, _ = roll.Write(Render(Ticket{Waiting: 12, At: sample().At}, p))
	if got, want := strings.Join(roll.Slips()[0].Lines, "|"), "12 before you|at 2026-11-22 09:05"; got != want {
		t.Errorf("lines = %q, want %q", got, want)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text          string
		across, limit int
		want          string
	}{
		{"", 10, 2, ""},
		{"\n \n", 10, 2, ""},
		{"排队取号", 8, 2, "排队取号"},
		{"排队取号机", 8, 2, "排队取号|机"},
		{"a排队取号", 8, 2, "a排队取|号"},
		{"排队取号机排队取号机", 8, 2, "排队取号|机排队…"},
		{"甲\r\n乙\t丙\x1b@\n", 8, 3, "甲|乙 丙 @"},
		{"\xff甲", 8, 1, "?甲"},
		{"𤭢", 12, 2, "[U+24B62]"},
	} {
		if got := strings.Join(wrap(c.text, c.across, c.limit), "|"); got != c.want {
			t.Errorf("wrap(%q, %d, %d) = %q, want %q", c.text, c.across, c.limit, got, c.want)
		}
	}
}

func TestPictureOfGarbage(t *testing.T) {
	if _, err := Picture([]byte("\x1bZ"), Width80); err == nil {
		t.Error("Picture of an unknown command = nil, want an error")
	}
}

func BenchmarkRender(b *testing.B) {
	ticket, p := sample(), profiles()["80"]
	for b.Loop() {
		b.SetBytes(int64(len(Render(ticket, p))))
	}
}
