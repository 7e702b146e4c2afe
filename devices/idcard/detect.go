package idcard

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ErrNoModule is the error of a search that got no answer at any rate.
var ErrNoModule = errors.New("no security module answers at any baud rate")

// Detect asks for the module's status at each rate a module can be switched to and returns the first that is answered. It
// is for setting up a station, not for service: a reader at work keeps its rate.
func Detect(ctx context.Context, open func(baud int) (io.ReadWriteCloser, error)) (int, error) {
	for _, baud := range []int{115200, 57600, 38400, 19200, 9600} {
		answered, err := answers(ctx, open, baud)
		if err != nil {
			return 0, fmt.Errorf("try %d baud: %w", baud, err)
		}
		if answered {
			return baud, nil
		}
	}
	return 0, ErrNoModule
}

// answers tries twice, because a module needs a moment after its port was opened.
func answers(ctx context.Context, open func(baud int) (io.ReadWriteCloser, error), baud int) (bool, error) {
	port, err := open(baud)
	if err != nil {
		return false, err
	}
	l := newLink(port, baud)
	defer l.close()
	defer context.AfterFunc(ctx, l.close)()
	for range 2 {
		_, err := l.exchange(ctx, ModuleStatus)
		if err == nil || !noAnswer(err) {
			return err == nil, err
		}
		if err := l.quiet(ctx); err != nil {
			return false, err
		}
	}
	return false, nil
}
