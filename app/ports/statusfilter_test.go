package ports

import (
	"fmt"
	"strings"
	"testing"
)

// A day of idle questions leaves a ticket in the traffic; what changes, what gets no answer and what is no question stays.
func TestIdleQuestionsLeaveNoTraffic(t *testing.T) {
	var noted []string
	f := statusFilter{note: func(in bool, p []byte) { noted = append(noted, fmt.Sprintf("%t %d", in, p)) }}
	ask := func(n byte, answer ...byte) {
		f.told(false, []byte{0x10, 0x04, n})
		if len(answer) > 0 {
			f.told(true, answer)
		}
	}
	f.told(false, []byte("A017"))
	for range 1000 {
		ask(1, 0x12)
		ask(4, 0x12)
	}
	ask(4, 0x1E)
	for range 100 {
		ask(1)
	}
	ask(1, 0x12)
	ask(1, 0x10, 0, 0, 0)
	want := "false [65 48 49 55]; false [16 4 1]; true [18]; false [16 4 4]; true [18]; false [16 4 4]; true [30]; false [16 4 1]; false [16 4 1]; true [16 0 0 0]"
	if got := strings.Join(noted, "; "); got != want {
		t.Errorf("noted %s, want %s", got, want)
	}
}
