package attachment

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

const (
	// MaxBytes bounds one picture.
	MaxBytes = 200 << 10
	// maxThumbnail bounds a thumbnail, in bytes; thumbnailSide its longer side, in pixels.
	maxThumbnail, thumbnailSide = 12 << 10, 160
	// minSide and maxSide bound a paper, in pixels: what is smaller cannot be read, what is larger need not be.
	minSide, maxSide = 200, 2000
	// portraitWidth and portraitHeight are those of a portrait, in pixels.
	portraitWidth, portraitHeight = 480, 640
	// maxSignature bounds either side of a signature, in pixels.
	maxSignature = 1200
	// thumbnailQuality is JPEG's.
	thumbnailQuality = 60
)

// Picture is a picture in the one form that the register takes, with its thumbnail.
type Picture struct {
	Content   []byte
	Thumbnail []byte
}

// Take makes a picture of bytes that came from outside. What a camera or a scanner notes beside the picture (place, time, device, text) is left out,
// and the whole is decoded once, so that no broken picture is kept. The code says why bytes are not taken; it is empty where they are.
func Take(kind Kind, raw []byte) (Picture, string) {
	if len(raw) > 4*MaxBytes { // what is left out may be large, but not at any price
		return Picture{}, "attachment.too_large"
	}
	content, ok := tidy(kind, raw)
	if !ok {
		return Picture{}, "attachment.not_a_picture"
	}
	if code := flaw(kind, content); code != "" {
		return Picture{}, code
	}
	whole, err := decode(kind, content)
	if err != nil {
		return Picture{}, "attachment.not_a_picture"
	}
	thumbnail, err := shrink(whole)
	if err != nil {
		return Picture{}, "attachment.not_a_picture"
	}
	return Picture{Content: content, Thumbnail: thumbnail}, ""
}

// tidy is the form of a picture that the register keeps: signatures are PNG, all others JPEG, with no byte beside the picture.
func tidy(kind Kind, raw []byte) ([]byte, bool) {
	if kind == Signature {
		return tidyPNG(raw)
	}
	return tidyJPEG(raw)
}

func decode(kind Kind, content []byte) (image.Image, error) {
	if kind == Signature {
		return png.Decode(bytes.NewReader(content))
	}
	return jpeg.Decode(bytes.NewReader(content))
}

// size is that of a picture, in pixels.
type size struct{ width, height int }

// flaw judges a picture by its bytes alone, without decoding it, and answers what is wrong with it, or nothing. It is what every station checks, so it
// stays as it is.
func flaw(kind Kind, content []byte) string {
	if len(content) > MaxBytes {
		return "attachment.too_large"
	}
	kept, ok := tidy(kind, content)
	if !ok || !bytes.Equal(kept, content) {
		return "attachment.not_a_picture"
	}
	s, ok := sizeOf(kind, content)
	switch {
	case !ok:
		return "attachment.not_a_picture"
	case !s.fits(kind):
		return "attachment.wrong_size"
	}
	return ""
}

func sizeOf(kind Kind, content []byte) (size, bool) {
	read := jpeg.DecodeConfig
	if kind == Signature {
		read = png.DecodeConfig
	}
	config, err := read(bytes.NewReader(content))
	return size{config.Width, config.Height}, err == nil
}

func (s size) fits(kind Kind) bool {
	switch kind {
	case Portrait:
		return s.width == portraitWidth && s.height == portraitHeight
	case Signature:
		return s.width > 0 && s.height > 0 && max(s.width, s.height) <= maxSignature
	default:
		return min(s.width, s.height) >= minSide && max(s.width, s.height) <= maxSide
	}
}

// isThumbnail judges a thumbnail by its bytes.
func isThumbnail(content []byte) bool {
	kept, ok := tidyJPEG(content)
	s, read := sizeOf(Paper, content)
	return len(content) <= maxThumbnail && ok && bytes.Equal(kept, content) && read && s.width > 0 && s.height > 0 && max(s.width, s.height) <= thumbnailSide
}

// samples is how many points in each direction make one point of a thumbnail.
const samples = 3

// shrink makes the thumbnail. What is transparent becomes white, as paper is.
func shrink(whole image.Image) ([]byte, error) {
	b := whole.Bounds()
	longer := max(b.Dx(), b.Dy(), thumbnailSide)
	w, h := max(1, b.Dx()*thumbnailSide/longer), max(1, b.Dy()*thumbnailSide/longer)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			small.SetRGBA(x, y, mean(whole, x*b.Dx(), y*b.Dy(), w, h))
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, small, &jpeg.Options{Quality: thumbnailQuality})
	return out.Bytes(), err
}

// mean is the colour of one point of a thumbnail of w x h points, whose corner lies at x/w, y/h of the whole.
func mean(whole image.Image, x, y, w, h int) color.RGBA {
	b := whole.Bounds()
	var red, green, blue uint32
	for j := range samples {
		for i := range samples {
			at := whole.At(b.Min.X+(x+i*b.Dx()/samples)/w, b.Min.Y+(y+j*b.Dy()/samples)/h)
			r, g, bl, alpha := at.RGBA()
			red, green, blue = red+r+0xFFFF-alpha, green+g+0xFFFF-alpha, blue+bl+0xFFFF-alpha
		}
	}
	const all = samples * samples
	return color.RGBA{R: uint8(red / all >> 8), G: uint8(green / all >> 8), B: uint8(blue / all >> 8), A: 0xFF} //nolint:gosec // 16 bits, shifted by 8
}
