// Package preview draws the pages of a document as pictures for the screen. It decides nothing: every line stands where the layout put it.
package preview

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"jiezhan/fonts"
	"jiezhan/paper"
)

// Dots is how many dots of a preview make up an inch.
const Dots = 150

// Page draws one page in shades of gray, with so many dots to the inch.
func Page(d paper.Document, page, dots int) (*image.Gray, error) {
	font, err := paper.Sans()
	if err != nil {
		return nil, err
	}
	img := image.NewGray(image.Rect(0, 0, d.Size.Width.Dots(dots), d.Size.Height.Dots(dots)))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for _, b := range d.Pages[page].Bars {
		draw.Draw(img, image.Rect(b.X.Dots(dots), b.Y.Dots(dots), end(b.X, b.Width, dots), end(b.Y, b.Height, dots)), image.NewUniform(color.Gray{Y: b.Gray}), image.Point{}, draw.Src)
	}
	for _, t := range d.Pages[page].Texts {
		write(img, font, t, dots)
	}
	return img, nil
}

// end is the dot where a bar ends. Lines are all of one thickness, and the thinnest is a dot; what is thicker meets its neighbours exactly.
func end(from, length paper.Length, dots int) int {
	if length < paper.MM/2 {
		return from.Dots(dots) + max(1, length.Dots(dots))
	}
	return (from + length).Dots(dots)
}

// write puts every character where the layout has it, whatever the rounding of its size.
func write(img *image.Gray, font *fonts.Font, t paper.Text, dots int) {
	x, pixels := t.X, t.Size.Dots(dots)
	for _, r := range t.Text {
		g := font.Glyph(r, pixels)
		at := g.Mask.Rect.Add(image.Pt(x.Dots(dots), t.Baseline.Dots(dots)))
		draw.DrawMask(img, at, image.Black, image.Point{}, g.Mask, g.Mask.Rect.Min, draw.Over)
		x += t.Size * paper.Length(font.Advance(r)) / fonts.Em
	}
}

// PNG draws all pages one below the other, as a PNG file for the screen.
func PNG(d paper.Document) ([]byte, error) {
	const gap = 12 // dots of gray between pages
	width, height := d.Size.Width.Dots(Dots), d.Size.Height.Dots(Dots)
	strip := image.NewGray(image.Rect(0, 0, width, (height+gap)*len(d.Pages)-gap))
	draw.Draw(strip, strip.Rect, image.NewUniform(color.Gray{Y: 176}), image.Point{}, draw.Src)
	for i := range d.Pages {
		page, err := Page(d, i, Dots)
		if err != nil {
			return nil, err
		}
		draw.Draw(strip, page.Rect.Add(image.Pt(0, (height+gap)*i)), page, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, strip); err != nil {
		return nil, fmt.Errorf("write a preview: %w", err)
	}
	return out.Bytes(), nil
}
