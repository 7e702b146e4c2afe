package street

import (
	"context"
	"fmt"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// stage is how far a sample case has come.
type stage int

const (
	submitted stage = iota
	returned
	accepted
	approved
	refused
	made
	delivered
)

// sampleCases say how many days ago a case began and how far it came, so that the desk has one of each to look at: fresh ones, one that
// waits for papers, clocks in green, amber and red, and permits in every year of their life.
var sampleCases = []struct {
	daysAgo int
	until   stage
}{
	{345, delivered},
	{338, delivered},
	{200, delivered},
	{120, delivered},
	{400, delivered},
	{60, delivered},
	{30, refused},
	{24, accepted},
	{14, accepted},
	{8, returned},
	{6, approved},
	{5, made},
	{3, accepted},
	{2, accepted},
	{0, submitted},
	{0, submitted},
	{0, submitted},
}

// cases makes the sample cases, each at its own time.
func (l *loader) cases(ctx context.Context, s Street) error {
	clerk, recorder, second, err := l.desk(ctx)
	if err != nil {
		return err
	}
	defer l.clock.Release()
	for i, p := range l.applicants(s.Residents) {
		s := story{
			l: l, n: i, clerk: clerk, recorder: recorder, second: second, day: l.asOf.AddDays(-sampleCases[i].daysAgo),
			person: p.ID, registration: residenceID(p), phone: p.Phone, kind: permit.ForResident, number: permitNumber(100 + i),
		}
		if err := s.tell(ctx, sampleCases[i].until); err != nil {
			return err
		}
	}
	return nil
}

// desk is who handles the sample's cases: the clerk, the recorder of decisions and the second officer.
func (l *loader) desk(ctx context.Context) (clerk, recorder, second ledger.Actor, err error) {
	if clerk, err = l.officer(ctx, "zhoumin"); err != nil {
		return
	}
	if recorder, err = l.officer(ctx, "wanglei"); err != nil {
		return
	}
	second, err = l.officer(ctx, "chengang")
	return
}

// permitNumber makes the number on a sample card; its head is of no issuing office.
func permitNumber(n int) string { return fmt.Sprintf("33990099%06d", n) }

// applicants are grown-up newcomers, registered long enough for every sample case.
func (l *loader) applicants(people []Resident) []Resident {
	var found []Resident
	for _, p := range people {
		if !p.Cast && p.Newcomer && p.Ended.IsZero() && p.Birth.AgeOn(l.asOf) > 30 && p.RegisteredOn.AddDays(600).Before(l.asOf) {
			found = append(found, p)
		}
		if len(found) == len(sampleCases) {
			break
		}
	}
	return found
}

// story is one sample case from its beginning to where it stands.
type story struct {
	l                           *loader
	n                           int
	day                         calendar.Date
	clerk, recorder, second     ledger.Actor
	person, registration, phone string
	kind                        permit.CardKind
	number                      string // on the card
	id                          string
}

// after is how many days lie between the submission and each later stage.
var after = map[stage]int{returned: 1, accepted: 0, approved: 4, refused: 6, made: 5, delivered: 7}

func (s *story) tell(ctx context.Context, until stage) error {
	if err := s.submit(ctx); err != nil {
		return err
	}
	path := map[stage][]stage{
		returned: {returned}, accepted: {accepted}, approved: {accepted, approved}, refused: {accepted, refused},
		made: {accepted, approved, made}, delivered: {accepted, approved, made, delivered},
	}[until]
	for _, step := range path {
		if err := s.step(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) submit(ctx context.Context) error {
	s.at(s.day, 9*time.Hour)
	identity := "resident_id_card"
	if s.kind == permit.ForHMT {
		identity = "travel_permit"
	}
	outcome, err := s.l.as(ctx, s.clerk, fmt.Sprintf("case/%d/submit", s.n), permit.ApplyForPermit{
		PersonID: s.person, RegistrationID: s.registration, Permit: s.kind, Condition: permit.Employment, AppliedBy: permit.Self, Phone: s.phone,
		Statement: true, Channel: permit.Counter, Documents: []permit.DocumentRef{
			{Group: permit.IdentityGroup, Kind: identity},
			{Group: permit.PhotoGroup, Kind: "portrait"},
			{Group: permit.DwellingGroup, Kind: "tenancy_contract"},
			{Group: permit.EmploymentGroup, Kind: "labour_contract"},
		},
	})
	if err != nil {
		return err
	}
	applied, err := ledger.Result[permit.Applied](outcome)
	s.id = applied.ID
	return err
}

// at sets the clock to a time of the day, but never to one that is still to come.
func (s *story) at(day calendar.Date, since time.Duration) {
	t := day.Start().Add(since + time.Duration(s.n)*time.Minute)
	if latest := s.l.now.Add(time.Duration(min(0, s.n-len(sampleCases))) * time.Minute); t.After(latest) {
		t = latest
	}
	s.l.clock.Set(t)
}

// step takes the case one stage further, on the day when that was.
func (s *story) step(ctx context.Context, to stage) error {
	day := s.day.AddDays(after[to])
	s.at(day, 14*time.Hour)
	actor, command, err := s.command(ctx, to, day)
	if err != nil {
		return err
	}
	_, err = s.l.as(ctx, actor, fmt.Sprintf("case/%d/%d", s.n, to), command)
	return err
}

func (s *story) command(ctx context.Context, to stage, day calendar.Date) (ledger.Actor, ledger.Command, error) {
	ref := fmt.Sprintf("范公居〔%d〕%04d号", day.Year(), 1000+s.n)
	switch to {
	case returned:
		return s.clerk, permit.RequestCompletion{ID: s.id, Items: []permit.NoticeItem{
			{Group: permit.DwellingGroup, Kind: "tenancy_contract", Note: "合同缺少出租人签名，请补签后带原件"},
			{Group: permit.PhotoGroup, Kind: "portrait", Note: "照片为生活照，请提供近期免冠证件照"},
		}}, nil
	case accepted:
		seen, err := s.documents(ctx)
		return s.clerk, permit.AcceptApplication{ID: s.id, Seen: seen}, err
	case approved:
		return s.recorder, permit.RecordApproval{ID: s.id, DecisionRef: ref, DecidedOn: day}, nil
	case refused:
		return s.recorder, permit.RecordRefusal{
			ID: s.id, ReasonCode: "refusal.no_condition", ReasonText: "劳动合同已解除，且未提交其他就业证明", DecisionRef: ref, DecidedOn: day,
			SecondOfficer: s.second.ID,
		}, nil
	case made:
		return s.clerk, permit.RecordPermit{ID: s.id, PermitNumber: s.number, IssuedOn: day}, nil
	case delivered:
		return s.clerk, permit.HandOutPermit{ID: s.id, ReceivedBy: permit.ByHolder, IdentityChecked: true}, nil
	default:
		return ledger.Actor{}, nil, fmt.Errorf("no command leads to stage %d", to)
	}
}

func (s *story) documents(ctx context.Context) (ids []string, err error) {
	err = s.l.to.View(ctx, func(q store.Query) error {
		a, _, err := permit.ApplicationByID(q, s.id, s.day)
		for _, d := range a.Documents {
			ids = append(ids, d.ID)
		}
		return err
	})
	return ids, err
}
