package simulator

import (
	"bytes"
	"testing"
)

// Whatever its host says, an IT-100 answers in whole lines with sound sums.
func FuzzIT100Answer(f *testing.F) {
	for _, line := range []string{"00090", "00191", "00091", "", "0", "999AB", "000\x00\x00", "071*1#7C"} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		answer := it100Answer(line)
		if !bytes.HasSuffix(answer, []byte("\r\n")) {
			t.Fatalf("answer %q to %q is not a whole line", answer, line)
		}
		for _, l := range bytes.Split(bytes.TrimSuffix(answer, []byte("\r\n")), []byte("\r\n")) {
			if len(l) < 5 || !bytes.Equal(it100Frame(string(l[:len(l)-2])), append(bytes.Clone(l), "\r\n"...)) {
				t.Errorf("answer %q to %q has a line with a wrong sum", answer, line)
			}
		}
	})
}
