//go:build unix

package idcard_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// TestPortraitCommand plays outside decoders, good and bad ones, with a shell.
func TestPortraitCommand(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var bitmap bytes.Buffer
	if err := bmp.Encode(&bitmap, image.NewNRGBA(image.Rect(0, 0, 102, 126))); err != nil {
		t.Fatal(err)
	}
	write("face.png", portraitPNG(t, 102))
	write("wide.png", portraitPNG(t, 103))
	write("face.bmp", bitmap.Bytes())
	tests := map[string]struct {
		script string
		sound  bool
	}{
		"a PNG":                           {"/bin/cat >/dev/null; /bin/cat face.png", true},
		"a BMP":                           {"/bin/cat >/dev/null; /bin/cat face.bmp", true},
		"asks for the portrait":           {"[ $(/usr/bin/wc -c) = 1024 ] && /bin/cat face.png", true},
		"does not read its input":         {"/bin/cat face.png", true},
		"nothing":                         {"/bin/cat >/dev/null", false},
		"no picture":                      {"echo hello", false},
		"a picture of another size":       {"/bin/cat wide.png", false},
		"half a picture":                  {"/usr/bin/head -c 60 face.png", false},
		"a crash":                         {"kill -SEGV $$", false},
		"a failure behind a sound answer": {"/bin/cat face.png; exit 3", false},
		"a flood":                         {"/bin/cat /dev/zero", false},
		"hangs":                           {"/bin/sleep 60", false},
		"hangs in a child":                {"/bin/sleep 60 & exit 0", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := idcard.NewPortraitCommand([]string{"/bin/sh", "-c", "cd " + dir + "; " + tt.script}, 500*time.Millisecond)
			start := time.Now()
			got, err := command.Decode(t.Context(), simulator.DummyPhoto())
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v, want no more than its time-out and a bit", took)
			}
			if !tt.sound {
				if got != nil || !errors.Is(err, idcard.ErrPortrait) {
					t.Errorf("Decode = %d bytes, %v, want %v", len(got), err, idcard.ErrPortrait)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if c, err := png.DecodeConfig(bytes.NewReader(got)); err != nil || c.Width != 102 || c.Height != 126 {
				t.Errorf("picture = %+v, %v, want a PNG of 102 × 126", c, err)
			}
		})
	}
}

func TestPortraitCommandThatIsNotThere(t *testing.T) {
	for name, argv := range map[string][]string{"nothing set": nil, "no such program": {"/no/such/program"}} {
		t.Run(name, func(t *testing.T) {
			if _, err := idcard.NewPortraitCommand(argv, 0).Decode(t.Context(), simulator.DummyPhoto()); !errors.Is(err, idcard.ErrPortrait) {
				t.Errorf("Decode = %v, want %v", err, idcard.ErrPortrait)
			}
		})
	}
}
