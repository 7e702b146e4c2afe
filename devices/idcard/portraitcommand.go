package idcard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os/exec"
	"time"

	"golang.org/x/image/bmp"
)

// Size of a portrait in pixels, and the most a decoder may send of it. The picture has 38,556 bytes uncompressed.
const (
	portraitWidth  = 102
	portraitHeight = 126
	maxPicture     = 256 << 10 // bytes
)

// ErrPortrait is the error behind every picture that an outside decoder did not bring.
var ErrPortrait = errors.New("no portrait from the outside decoder")

// A PortraitCommand asks an outside program for the picture: it gets the compressed portrait on its standard input and writes a
// PNG or BMP of 102 × 126 pixels to its standard output. It runs as a process of its own, because such decoders are closed
// libraries that crash and hang; what it says on standard error is not read.
type PortraitCommand struct {
	argv    []string
	timeout time.Duration
}

// NewPortraitCommand makes the decoder that runs argv, a program and its arguments, for at most timeout; 0 is 3 s.
func NewPortraitCommand(argv []string, timeout time.Duration) *PortraitCommand {
	if timeout == 0 {
		timeout = 3 * time.Second
	}
	return &PortraitCommand{argv: argv, timeout: timeout}
}

// Decode runs the program once. The picture it returns was decoded and written anew, so nothing the program sent reaches a screen
// as it came.
func (p *PortraitCommand) Decode(ctx context.Context, wlt []byte) ([]byte, error) {
	if len(p.argv) == 0 {
		return nil, fmt.Errorf("%w: no program is set", ErrPortrait)
	}
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	room := make([]byte, maxPicture+1)
	defer clear(room)
	n, err := p.run(ctx, wlt, room)
	if err != nil {
		return nil, err
	}
	if n > maxPicture {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrPortrait, maxPicture)
	}
	return picture(room[:n])
}

// run fills room with what the program writes.
func (p *PortraitCommand) run(ctx context.Context, wlt, room []byte) (int, error) {
	cmd := exec.CommandContext(ctx, p.argv[0], p.argv[1:]...)
	cmd.Stdin = bytes.NewReader(wlt)
	cmd.Env = []string{} // a decoder needs nothing of the station's environment
	cmd.WaitDelay = time.Second
	ownGroup(cmd)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrPortrait, err)
	}
	defer context.AfterFunc(ctx, func() { _ = out.Close() })() // a child of the program may hold the far end open
	n, err := io.ReadFull(out, room)
	if err == nil { // room is full, and the program would wait for ever to write the rest
		_ = cmd.Cancel() // it may have ended by itself
	}
	if err := cmd.Wait(); err != nil && n <= maxPicture {
		return 0, fmt.Errorf("%w: %w", ErrPortrait, err)
	}
	return n, nil
}

// picture checks what came and writes it as a PNG.
func picture(raw []byte) ([]byte, error) {
	config, decode := png.DecodeConfig, png.Decode
	if bytes.HasPrefix(raw, []byte("BM")) {
		config, decode = bmp.DecodeConfig, bmp.Decode
	}
	c, err := config(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPortrait, err)
	}
	if c.Width != portraitWidth || c.Height != portraitHeight {
		return nil, fmt.Errorf("%w: %d × %d pixels", ErrPortrait, c.Width, c.Height)
	}
	img, err := decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPortrait, err)
	}
	return encodePNG(img)
}

func encodePNG(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(2 * portraitWidth * portraitHeight * 3) // so that growing leaves no copies behind
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPortrait, err)
	}
	wipeImage(img)
	return out.Bytes(), nil
}

// wipeImage zeroes the pixels of the kinds of image that the decoders make.
func wipeImage(img image.Image) {
	switch m := img.(type) {
	case *image.NRGBA:
		clear(m.Pix)
	case *image.RGBA:
		clear(m.Pix)
	case *image.Gray:
		clear(m.Pix)
	case *image.Paletted:
		clear(m.Pix)
	}
}
