package attachment

import (
	"bytes"
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func TestTheApplicantAddsPictures(t *testing.T) {
	o := openOffice(t)
	a, other := o.apply(), o.apply()
	for name, c := range map[string]struct {
		actor  ledger.Actor
		change func(*Add)
		want   string
	}{
		"no application":        {a.actor, func(c *Add) { c.ApplicationID = "" }, "application_id:attachment.application_unknown"},
		"of nobody":             {a.actor, func(c *Add) { c.ApplicationID = "none" }, "application_id:attachment.application_unknown"},
		"of somebody else":      {other.actor, func(*Add) {}, "application_id:attachment.not_own"},
		"by staff":              {o.clerk, func(*Add) {}, "application_id:attachment.not_own"},
		"of no kind":            {a.actor, func(c *Add) { c.Shows = "mood" }, "kind:attachment.kind_unknown document:attachment.document_unknown"},
		"of no paper":           {a.actor, func(c *Add) { c.Document = permit.DocumentRef{} }, "document:attachment.document_unknown"},
		"of an unknown paper":   {a.actor, func(c *Add) { c.Document.Kind = "diary" }, "document:attachment.document_unknown"},
		"of a paper not named":  {a.actor, func(c *Add) { c.Document.Kind = "title_document" }, "document:attachment.document_unknown"},
		"a portrait of a paper": {a.actor, func(c *Add) { c.Shows = Portrait }, "document:attachment.document_unknown content:attachment.wrong_size"},
		"no picture":            {a.actor, func(c *Add) { c.Content = nil }, "content:attachment.not_a_picture"},
		"no thumbnail":          {a.actor, func(c *Add) { c.Thumbnail = nil }, "thumbnail:attachment.not_a_picture"},
		"a whole thumbnail":     {a.actor, func(c *Add) { c.Thumbnail = c.Content }, "thumbnail:attachment.not_a_picture"},
	} {
		t.Run(name, func(t *testing.T) {
			add := o.paper(a, tenancy())
			c.change(&add)
			if got := o.answer(c.actor, add); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	for range maxPages {
		o.must(a.actor, o.paper(a, tenancy()))
	}
	o.must(a.actor, o.portrait(a))
	o.must(a.actor, o.signature(a))
	for want, add := range map[string]Add{
		"content:attachment.too_many":                  o.paper(a, tenancy()),
		"content:attachment.already_there":             o.portrait(a),
		"applied":                                      o.paper(a, card()),
		"application_id:attachment.application_closed": o.signature(other),
	} {
		who := a
		if add.ApplicationID == other.application {
			who = other
			o.accept(other.application)
		}
		if got := o.answer(who.actor, add); got != want {
			t.Errorf("%s = %s, want %s", add.Shows, got, want)
		}
	}
	o.showsWhatWasAdded(a)
}

func (o *office) showsWhatWasAdded(a applicant) {
	o.tb.Helper()
	var got []string
	for _, p := range o.pictures(a.application) {
		got = append(got, string(p.Shows)+" "+p.Document.Kind)
		if p.Station != "s1" || p.Size == 0 || p.Width == 0 || len(p.Thumbnail) == 0 || (p.DocumentID == "") != (p.Shows == Signature) {
			o.tb.Errorf("picture = %+v", p)
		}
	}
	want := "paper tenancy_contract,paper tenancy_contract,paper tenancy_contract,paper tenancy_contract,portrait portrait,signature ,paper resident_id_card"
	if strings.Join(got, ",") != want {
		o.tb.Errorf("pictures = %s, want %s", strings.Join(got, ","), want)
	}
	wanted := o.portrait(a).Content
	o.view(func(q store.Query) error {
		p, content, found, err := Content(q, o.pictures(a.application)[4].ID)
		if !found || !bytes.Equal(content, wanted) || p.Shows != Portrait {
			o.tb.Errorf("content of %+v = %d bytes, found %v", p, len(content), found)
		}
		if _, _, found, err := Content(q, "none"); found || err != nil {
			o.tb.Errorf("a picture that is not there = %v %v", found, err)
		}
		return err
	})
}

// The application that a cut-off station took in was refused by the office; its pictures come behind it and fall away.
func TestPicturesOfARefusedApplicationFallAwayAfterACut(t *testing.T) {
	o := openOffice(t)
	a := o.apply()
	captured := func(c ledger.Command) Added {
		o.must(system, ledger.OpenSession{Epoch: "e", Start: uint64(o.Drawn) + 1})
		e := o.seal(a.actor, c)
		var session ledger.Session
		o.view(func(q store.Query) (err error) {
			session, _, err = ledger.SessionOf(q, "s1")
			return err
		})
		e.Stamp.Captured = &ledger.Captured{Epoch: "e", Seq: session.Last + 1}
		return result[Added](o, o.decide(e))
	}
	lost := o.paper(a, tenancy())
	lost.ApplicationID = "refused-meanwhile"
	if got := captured(lost); got.Kept || got.ID != "" {
		t.Errorf("picture of an application that is not there = %+v, want none kept", got)
	}
	if got := captured(o.paper(a, tenancy())); !got.Kept || len(o.pictures(a.application)) != 1 {
		t.Errorf("picture of one that is = %+v, want it kept", got)
	}
}

// What grows with the years is read along an index.
func TestListsOfPicturesUseAnIndex(t *testing.T) {
	o := openOffice(t)
	o.view(func(q store.Query) error {
		for query, args := range map[string][]any{
			listOf: {"a"}, listShown: {"a"}, attachment: {"a"}, openAfter: {"", mostLooked}, dueOn: {"2026-11-21", mostErased},
		} {
			for _, step := range storetest.Plan(t, q, query, args...) {
				if !strings.HasPrefix(step, "SEARCH") {
					t.Errorf("%s\n%s", query, step)
				}
			}
		}
		return nil
	})
}

// Two stations that apply the same log hold the same pictures.
func TestPicturesAreTheSameOnEveryStation(t *testing.T) {
	o, p := openOffice(t), openOffice(t)
	a := o.apply()
	o.must(a.actor, o.paper(a, tenancy()))
	o.must(a.actor, o.signature(a))
	o.must(o.clerk, permit.WithdrawApplication{ID: a.application, ReasonText: "本人撤回。"})
	o.on("2032-01-01")
	o.must(system, EraseDue{})
	for i := len(p.Log); i < len(o.Log); i++ {
		p.decide(o.Log[i])
	}
	digest := func(o *office) (all map[string]string) {
		o.view(func(q store.Query) (err error) {
			all, err = store.Digest(q)
			return err
		})
		return all
	}
	one, two := digest(o), digest(p)
	for _, table := range []string{"attachment", "attachment_content"} {
		if one[table] == "" || one[table] != two[table] {
			t.Errorf("%s differs", table)
		}
	}
}
