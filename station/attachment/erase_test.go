package attachment

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"jiezhan/station/permit"
)

// eraseAll gives the command until there is nothing more to do, as the program does once a day.
func (o *office) eraseAll() (all map[Kind]int) {
	o.tb.Helper()
	all = map[Kind]int{}
	next := EraseDue{}
	for rounds := 0; ; rounds++ {
		if rounds > 100 {
			o.tb.Fatal("erasing does not end")
		}
		done := result[Erased](o, o.must(system, next))
		for kind, n := range done.Count {
			all[kind] += n
		}
		if !done.More {
			return all
		}
		next.After = done.Next
	}
}

// The table of retention: what is kept how long, counted from which day.
func TestEachPictureGoesWhenItsTimeIsOver(t *testing.T) {
	for name, c := range map[string]struct {
		end func(o *office, a applicant)
		// gone says what is erased by which day, each day after the one before.
		gone [][2]string
	}{
		"open cases keep all": {func(*office, applicant) {}, [][2]string{{"2040-01-01", "map[]"}}},
		"approved, card not handed out": {func(o *office, a applicant) {
			o.accept(a.application)
			o.approve(a.application)
		}, [][2]string{{"2027-02-18", "map[]"}, {"2027-02-19", "map[paper:1]"}, {"2040-01-01", "map[]"}}},
		"handed out": {func(o *office, a applicant) {
			o.accept(a.application)
			o.approve(a.application)
			o.on("2026-12-01")
			o.handOut(a.application, "3399991100000081")
		}, [][2]string{{"2027-02-18", "map[]"}, {"2027-02-19", "map[paper:1]"}, {"2031-11-30", "map[]"}, {"2031-12-01", "map[paper:1 portrait:1 signature:1]"}}},
		"refused": {func(o *office, a applicant) {
			o.accept(a.application)
			o.refuse(a.application)
		}, [][2]string{{"2026-12-20", "map[]"}, {"2026-12-21", "map[portrait:1]"}, {"2027-02-19", "map[paper:1]"}, {"2031-11-21", "map[paper:1 signature:1]"}}},
		"withdrawn": {func(o *office, a applicant) {
			o.must(o.clerk, permit.WithdrawApplication{ID: a.application, ReasonText: "本人撤回。"})
		}, [][2]string{{"2026-12-20", "map[]"}, {"2026-12-21", "map[portrait:1]"}, {"2027-02-18", "map[]"}, {"2027-02-19", "map[paper:1]"}, {"2031-11-21", "map[paper:1 signature:1]"}}},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			a := o.apply()
			for _, add := range []Add{o.paper(a, card()), o.paper(a, tenancy()), o.portrait(a), o.signature(a)} {
				o.must(a.actor, add)
			}
			c.end(o, a)
			for _, step := range c.gone {
				o.on(step[0])
				if got := fmt.Sprint(o.eraseAll()); got != step[1] {
					t.Errorf("on %s erased %s, want %s", step[0], got, step[1])
				}
			}
			for _, p := range o.pictures(a.application) {
				if (p.ErasedAt == "") != (len(p.Thumbnail) > 0) {
					t.Errorf("erased at %q, thumbnail of %d bytes", p.ErasedAt, len(p.Thumbnail))
				}
			}
		})
	}
}

// More cases than one command looks at, more pictures than one erases.
func TestErasingGoesInParts(t *testing.T) {
	o := openOffice(t)
	const cases = mostErased + 3
	for i := range cases {
		a := o.apply()
		o.must(a.actor, o.signature(a))
		if i%2 == 0 {
			o.must(a.actor, o.portrait(a))
		}
		o.must(o.clerk, permit.WithdrawApplication{ID: a.application, ReasonText: "本人撤回。"})
	}
	o.on("2032-01-01")
	if got, want := fmt.Sprint(o.eraseAll()), fmt.Sprintf("map[portrait:%d signature:%d]", (cases+1)/2, cases); got != want {
		t.Errorf("erased %s, want %s", got, want)
	}
	if got := o.answer(o.clerk, EraseDue{}); got != "permit.not_permitted" {
		t.Errorf("erasing by a clerk = %s, want permit.not_permitted", got)
	}
}

// An erased picture is gone from the file itself, not only from what a query finds.
func TestAnErasedPictureIsNotInTheFileAnyMore(t *testing.T) {
	o := openOffice(t)
	a := o.apply()
	p := take(t, Portrait, asJPEG(t, noise(480, 640, 1), 30))
	o.must(a.actor, Add{ApplicationID: a.application, Shows: Portrait, Content: p.Content, Thumbnail: p.Thumbnail})
	o.must(o.clerk, permit.WithdrawApplication{ID: a.application, ReasonText: "本人撤回。"})
	part := p.Content[len(p.Content)/2:][:64]
	if !bytes.Contains(o.raw(), part) {
		t.Fatal("the picture is not in the file at all")
	}
	o.on("2026-12-21")
	if got := fmt.Sprint(o.eraseAll()); got != "map[portrait:1]" {
		t.Fatalf("erased %s", got)
	}
	if err := o.DB.Close(); err != nil { // the last connection folds the write-ahead log into the file
		t.Fatal(err)
	}
	if bytes.Contains(o.raw(), part) {
		t.Error("the picture is still in the file")
	}
}

// raw is the file of the register with its write-ahead log.
func (o *office) raw() []byte {
	o.tb.Helper()
	all, err := os.ReadFile(o.File)
	if err != nil {
		o.tb.Fatal(err)
	}
	wal, err := os.ReadFile(o.File + "-wal")
	if err != nil && !os.IsNotExist(err) {
		o.tb.Fatal(err)
	}
	return append(all, wal...)
}
