package attachment

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// splice puts bytes behind the first n of a picture.
func splice(b []byte, n int, more ...byte) []byte {
	return append(append(append([]byte{}, b[:n]...), more...), b[n:]...)
}

// chunk is one chunk of a PNG.
func chunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data))) //nolint:gosec // short
	b = append(b, kind+data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func TestOnlyPicturesAreTaken(t *testing.T) {
	page, sign := asJPEG(t, lines(800, 600), 40), asPNG(t, image.NewNRGBA(image.Rect(0, 0, 600, 200)))
	end := len(page) - 2
	for name, c := range map[string]struct {
		kind Kind
		raw  []byte
		want string
	}{
		"a page":                      {Paper, page, ""},
		"a page with a comment":       {Paper, splice(page, 2, 0xFF, 0xFE, 0, 6, 'G', 'P', 'S', '!'), ""},
		"a page with a camera's note": {Paper, splice(page, 2, 0xFF, 0xE1, 0, 8, 'E', 'x', 'i', 'f', 0, 0), ""},
		"a signature":                 {Signature, sign, ""},
		"a signature with a text":     {Signature, splice(sign, len(sign)-12, chunk("tEXt", "Author\x00somebody")...), ""},
		"nothing":                     {Paper, nil, "attachment.not_a_picture"},
		"text":                        {Paper, []byte("<html><script>"), "attachment.not_a_picture"},
		"a zip behind the page":       {Paper, append(append([]byte{}, page...), "PK\x03\x04"...), "attachment.not_a_picture"},
		"a page cut short":            {Paper, page[:end], "attachment.not_a_picture"},
		"two pages in one":            {Paper, append(append([]byte{}, page...), page...), "attachment.not_a_picture"},
		"a page that breaks off":      {Paper, append(append([]byte{}, page[:len(page)/2]...), 0xFF, 0xD9), "attachment.not_a_picture"},
		"an unknown segment":          {Paper, splice(page, 2, 0xFF, 0xCC, 0, 2), "attachment.not_a_picture"},
		"a PNG as a page":             {Paper, sign, "attachment.not_a_picture"},
		"a JPEG as a signature":       {Signature, page, "attachment.not_a_picture"},
		"a signature with a tail":     {Signature, append(append([]byte{}, sign...), '!'), "attachment.not_a_picture"},
		"a signature without an end":  {Signature, sign[:len(sign)-12], "attachment.not_a_picture"},
		"an unknown critical chunk":   {Signature, splice(sign, len(sign)-12, chunk("EVIL", "x")...), "attachment.not_a_picture"},
		"a wrong checksum":            {Signature, append(append([]byte{}, sign[:len(sign)-1]...), sign[len(sign)-1]^1), "attachment.not_a_picture"},
		"too small to be read":        {Paper, asJPEG(t, lines(199, 400), 40), "attachment.wrong_size"},
		"larger than needed":          {Paper, asJPEG(t, lines(2001, 400), 40), "attachment.wrong_size"},
		"a portrait on its side":      {Portrait, asJPEG(t, lines(640, 480), 40), "attachment.wrong_size"},
		"a wide signature":            {Signature, asPNG(t, image.NewNRGBA(image.Rect(0, 0, 1201, 200))), "attachment.wrong_size"},
		"too many bytes":              {Paper, asJPEG(t, noise(1000, 1000, 2), 60), "attachment.too_large"},
		"far too many bytes":          {Paper, make([]byte, 4*MaxBytes+1), "attachment.too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			p, code := Take(c.kind, c.raw)
			if code != c.want {
				t.Fatalf("code = %q, want %q", code, c.want)
			}
			if code != "" {
				return
			}
			if clean := map[Kind][]byte{Paper: page, Signature: sign}[c.kind]; !bytes.Equal(p.Content, clean) {
				t.Errorf("%d bytes are kept, want the %d of the picture alone", len(p.Content), len(clean))
			}
			if s, _ := sizeOf(Paper, p.Thumbnail); max(s.width, s.height) != thumbnailSide {
				t.Errorf("thumbnail of %d x %d", s.width, s.height)
			}
		})
	}
}

// A signature drawn on nothing is shown on white.
func TestAThumbnailHasAWhiteGround(t *testing.T) {
	p := take(t, Signature, asPNG(t, image.NewNRGBA(image.Rect(0, 0, 600, 200))))
	m, err := decode(Paper, p.Thumbnail)
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := m.At(80, 26).RGBA(); min(r, g, b) < 0xF000 {
		t.Errorf("colour = %x %x %x, want white", r, g, b)
	}
}

// FuzzTake holds that what is taken is one picture and nothing else: every station's check agrees, cleaning it again changes nothing, and with a byte more or
// less it is no picture.
func FuzzTake(f *testing.F) {
	page, sign := asJPEG(f, lines(240, 200), 30), asPNG(f, image.NewNRGBA(image.Rect(0, 0, 60, 20)))
	f.Add(byte(0), page)
	f.Add(byte(0), splice(page, 2, 0xFF, 0xE1, 0, 8, 'E', 'x', 'i', 'f', 0, 0))
	f.Add(byte(1), asJPEG(f, lines(480, 640), 10))
	f.Add(byte(2), sign)
	f.Add(byte(2), splice(sign, len(sign)-12, chunk("tEXt", "a\x00b")...))
	f.Fuzz(func(t *testing.T, n byte, raw []byte) {
		kind := Kinds()[int(n)%len(Kinds())]
		p, code := Take(kind, raw)
		if code != "" {
			return
		}
		if code := flaw(kind, p.Content); code != "" || len(p.Content) > len(raw) {
			t.Errorf("taken, and then %q; %d bytes of %d", code, len(p.Content), len(raw))
		}
		if !isThumbnail(p.Thumbnail) {
			t.Error("its thumbnail is none")
		}
		for _, other := range [][]byte{append(append([]byte{}, p.Content...), 0), p.Content[:len(p.Content)-1]} {
			if code := flaw(kind, other); code == "" {
				t.Errorf("%d bytes are a picture, and %d, too", len(p.Content), len(other))
			}
		}
	})
}

// Pictures as Chromium's canvas writes them, recorded: they are taken, and nothing of the picture itself is lost.
func TestPicturesOfABrowserAreTaken(t *testing.T) {
	for name, kind := range map[string]Kind{"chromium.jpg": Paper, "chromium.png": Signature} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		before, err := decode(kind, raw)
		if err != nil {
			t.Fatal(err)
		}
		after, err := decode(kind, take(t, kind, raw).Content)
		if err != nil || !reflect.DeepEqual(before, after) {
			t.Errorf("%s is another picture now: %v", name, err)
		}
	}
}
