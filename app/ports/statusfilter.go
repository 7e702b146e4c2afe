package ports

import "slices"

// A statusFilter keeps out of the traffic what a printer that has nothing to do is asked and answers all day: a question (DLE EOT n) and its answer of one
// byte, where it is the answer of last time, and the questions behind the first that got none.
type statusFilter struct {
	note func(in bool, p []byte)

	question []byte // not noted yet
	ignored  bool   // the last question got no answer, and that was noted
	answers  [5]int // by question, the last one and 0x100; 0 for none
}

func (f *statusFilter) told(in bool, p []byte) {
	switch {
	case !in && isQuestion(p):
		if f.question != nil && !f.ignored {
			f.flush()
			f.ignored = true
		}
		f.question = slices.Clone(p)
	case in && f.question != nil && len(p) == 1 && p[0]&0x93 == 0x12:
		f.ignored = false
		last := &f.answers[f.question[2]]
		if now := int(p[0]) | 0x100; *last != now {
			*last = now
			f.flush()
			f.note(in, p)
		}
		f.question = nil
	default:
		if in {
			f.ignored = false
		}
		f.flush()
		f.note(in, p)
	}
}

func (f *statusFilter) flush() {
	if f.question != nil {
		f.note(false, f.question)
		f.question = nil
	}
}

func isQuestion(p []byte) bool {
	return len(p) == 3 && p[0] == 0x10 && p[1] == 0x04 && p[2] >= 1 && p[2] <= 4
}
