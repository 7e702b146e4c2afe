package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jiezhan/app/demo/street"
)

const barWidth = 40

// untilLoaded draws the progress of the first station, which loads the sample street, until it says that all of it is there.
func (o *office) untilLoaded(ctx context.Context) error {
	for {
		select {
		case p := <-o.progress:
			if p.Problem != "" {
				return errors.New(p.Problem)
			}
			if p.Done == p.Total {
				o.bar(p)
				fmt.Fprintln(o.options.Out)
				return nil
			}
			o.bar(p)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// listen reads the progress lines of the loading station.
func (o *office) listen(line []byte) {
	var p street.Progress
	if json.Unmarshal(line, &p) != nil || p.Total == 0 && p.Problem == "" {
		return // not a line of progress
	}
	select {
	case o.progress <- p:
	default: // a start from the panel loads again, with nobody waiting
	}
}

func (o *office) bar(p street.Progress) {
	full := barWidth * p.Done / max(p.Total, 1)
	fmt.Fprintf(o.options.Out, "\r%s [%s%s] %d/%d ", o.options.Say("demo.loading"),
		strings.Repeat("#", full), strings.Repeat("-", barWidth-full), p.Done, p.Total)
}
