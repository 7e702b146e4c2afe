package station

import "testing"

func TestWhereTheCourseLeads(t *testing.T) {
	for name, c := range map[string]struct {
		now  course
		want Mode
	}{
		"nothing happens":                          {course{mode: Normal, leader: true}, Normal},
		"no leader, not for long":                  {course{mode: Normal}, Normal},
		"no leader for the threshold":              {course{mode: Normal, alone: true}, Isolated},
		"one miss":                                 {course{mode: Normal, leader: true, misses: 1}, Normal},
		"two misses, though a leader is known":     {course{mode: Normal, leader: true, misses: 2}, Isolated},
		"a signal missed its deadline":             {course{mode: Normal, leader: true, pressed: true}, Isolated},
		"a signal counts in normal work only":      {course{mode: Isolated, leader: true, pressed: true, proven: true}, Returning},
		"a start with entries that wait":           {course{mode: Normal, leader: true, pending: true}, Isolated},
		"a leader is not enough":                   {course{mode: Isolated, leader: true}, Isolated},
		"a decision is, with a leader":             {course{mode: Isolated, leader: true, proven: true}, Returning},
		"a decision of a leader gone since":        {course{mode: Isolated, proven: true}, Isolated},
		"back, but far behind":                     {course{mode: Isolated, leader: true, proven: true, behind: true}, Isolated},
		"entries are on their way":                 {course{mode: Returning, leader: true, pending: true}, Returning},
		"all entries are settled":                  {course{mode: Returning, leader: true}, Normal},
		"all are settled while the leader goes":    {course{mode: Returning}, Normal},
		"cut off again with entries on their way":  {course{mode: Returning, alone: true, pending: true}, Isolated},
		"cut off again just after the last":        {course{mode: Returning, alone: true}, Isolated},
		"the way back does not carry":              {course{mode: Returning, leader: true, misses: 2, pending: true}, Isolated},
		"one miss on the way back":                 {course{mode: Returning, leader: true, misses: 1, pending: true}, Returning},
		"alone counts, whatever was proven before": {course{mode: Isolated, alone: true, proven: true}, Isolated},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.now.next()
			if got.mode != c.want {
				t.Errorf("mode = %s, want %s", got.mode, c.want)
			}
			if got.mode != c.now.mode && (got.misses != 0 || got.pressed || got.proven) {
				t.Errorf("after the change = %+v, want nothing counted before it", got)
			}
			if got.pending && got.mode == Normal {
				t.Error("normal work while entries wait")
			}
		})
	}
}
