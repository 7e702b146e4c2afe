package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// TenancyReport is what a reporting point reported of a tenancy, masked.
type TenancyReport struct {
	ID         string        `json:"id"`
	Number     string        `json:"number"`
	Kind       string        `json:"kind" enum:"start,leaving"`
	PremisesID string        `json:"premises_id"`
	Premises   string        `json:"premises_kind" enum:"dwelling,workplace"`
	Address    string        `json:"address"`
	Room       string        `json:"room,omitempty"`
	Name       string        `json:"name"`
	IDNumber   string        `json:"id_number"`
	HappenedOn calendar.Date `json:"happened_on" format:"date"`
	Until      calendar.Date `json:"until,omitzero" format:"date"`
	Written    bool          `json:"written"`
	HeadCount  int           `json:"head_count"`
	DueOn      calendar.Date `json:"due_on" format:"date" doc:"Last day for reporting it"`
	Late       bool          `json:"late"`
	ReportedAt string        `json:"reported_at" format:"date-time"`
	State      string        `json:"state" enum:"waiting,accepted,returned"`
	Open       bool          `json:"open" doc:"A start that no leaving has followed"`
	Reason     string        `json:"reason,omitempty"`
	RentalID   string        `json:"rental_id,omitempty"`
	Waiting    bool          `json:"waiting" doc:"Accepted at this station only so far"`
}

// WaitingReport is a report that a clerk is to judge.
type WaitingReport struct {
	TenancyReport
	Reporter   string `json:"reporter" doc:"Masked"`
	ReporterID string `json:"reporter_id"`
	FileNumber string `json:"file_number,omitempty" doc:"The file in force of the dwelling, which would take it in"`
	FileOf     string `json:"file_of,omitempty" doc:"Its landlord, masked, where the file is kept for another reporting point"`
	Registered bool   `json:"registered" doc:"Somebody of this number is registered in the dwelling; of a workplace, anywhere in the office"`
}

// WaitingReportList is one page of them.
type WaitingReportList struct {
	Items []WaitingReport `json:"items"`
	Next  string          `json:"next"`
}

// ReturnInput gives a report back.
type ReturnInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Reason    string `json:"reason" maxLength:"200"`
}

// ReportReveal asks for one value in full.
type ReportReveal struct {
	Field  string `json:"field" enum:"name,id_number"`
	Reason string `json:"reason" maxLength:"200"`
}

// JudgedReport tells what became of a report.
type JudgedReport struct {
	ID       string `json:"id"`
	RentalID string `json:"rental_id,omitempty"`
}

type waitingReportsQuery struct {
	After string `query:"after" maxLength:"64"`
}

func (a *API) reportRoutes() {
	const path, see, handle = "/api/v1/tenancy-reports", "rental.read", "rental.handle"
	answer(a, route{method: http.MethodGet, path: path, id: "tenancy-reports", need: see}, a.listWaitingReports)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/accept", id: "accept-report", need: handle}, a.acceptReport)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/return", id: "return-report", need: handle}, a.returnReport)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/reveal", id: "reveal-report", need: see}, a.revealReport)
}

func (a *API) reportView(r rental.Report) TenancyReport {
	return TenancyReport{
		ID: r.ID, Number: r.Number, Kind: string(r.Kind), PremisesID: r.PremisesID, Premises: string(r.Premises), Address: r.Address, Room: r.Room, Name: identity.MaskName(r.Name),
		IDNumber: identity.MaskNumber(r.IDNumber), HappenedOn: r.HappenedOn, Until: r.Until, Written: r.Written, HeadCount: r.HeadCount, DueOn: r.DueOn,
		Late: r.Late(), ReportedAt: r.ReportedAt, State: string(r.State), Open: r.Open, Reason: r.Reason, RentalID: r.RentalID,
		Waiting: a.Station.IsWaiting(r.ID),
	}
}

func (a *API) listWaitingReports(ctx context.Context, in *waitingReportsQuery) (WaitingReportList, error) {
	var people []string
	l, err := view(ctx, a, func(q store.Query) (WaitingReportList, error) {
		found, err := rental.WaitingReports(q, in.After, rentalsAtOnce)
		if err != nil {
			return WaitingReportList{}, err
		}
		l := WaitingReportList{Items: make([]WaitingReport, len(found))}
		for i, r := range found {
			if l.Items[i], err = a.waitingReport(q, r); err != nil {
				return WaitingReportList{}, err
			}
			person, err := whoseRecord(q, r.IDNumber, r.ID)
			if err != nil {
				return WaitingReportList{}, err
			}
			people = append(people, person)
		}
		if len(found) == rentalsAtOnce {
			l.Next = found[len(found)-1].ID
		}
		return l, nil
	})
	if err != nil {
		return WaitingReportList{}, err
	}
	return l, a.listed(ctx, rentalPurpose, people)
}

func (a *API) waitingReport(q store.Query, r rental.Report) (WaitingReport, error) {
	w := WaitingReport{TenancyReport: a.reportView(r), ReporterID: r.ReporterID}
	reporter, _, err := rental.ReporterByID(q, r.ReporterID)
	if err != nil {
		return w, err
	}
	w.Reporter = identity.MaskName(reporter.Name)
	if r.Premises == rental.Workplace {
		w.Registered, err = registeredHere(q, r.IDNumber)
		return w, err
	}
	file, there, err := rental.ActiveFile(q, r.RoomID)
	if err != nil {
		return w, err
	}
	if there {
		w.FileNumber = file.Number
		if file.ReporterID != "" && file.ReporterID != r.ReporterID {
			w.FileOf = identity.MaskName(file.Landlord)
		}
	}
	_, w.Registered, err = rental.Candidate(q, rental.File{RoomID: r.RoomID}, rental.Tenant{IDNumber: r.IDNumber})
	return w, err
}

// registeredHere tells whether somebody of a number is registered anywhere in the office.
func registeredHere(q store.Query, number string) (bool, error) {
	person, known, err := registry.PersonByNumber(q, number)
	if err != nil || !known {
		return false, err
	}
	all, err := registry.ResidencesOf(q, person.ID)
	return slices.ContainsFunc(all, func(r registry.Residence) bool { return r.State == registry.Active }), err
}

func (a *API) acceptReport(ctx context.Context, in *bodyOnID[RequestOnly]) (JudgedReport, error) {
	judged, err := execute[rental.JudgedReport](ctx, a, actor(ctx), in.Body.RequestID, rental.AcceptReport{ID: in.ID})
	return JudgedReport(judged), err
}

func (a *API) returnReport(ctx context.Context, in *bodyOnID[ReturnInput]) (JudgedReport, error) {
	c := rental.ReturnReport{ID: in.ID, Reason: in.Body.Reason}
	judged, err := execute[rental.JudgedReport](ctx, a, actor(ctx), in.Body.RequestID, c)
	return JudgedReport(judged), err
}

// revealReport shows one value in full, once the look and its reason are on record.
func (a *API) revealReport(ctx context.Context, in *bodyOnID[ReportReveal]) (Revealed, error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return Revealed{}, wrongField("reason", "required")
	}
	var person string
	r, err := view(ctx, a, func(q store.Query) (rental.Report, error) {
		r, found, err := rental.ReportByID(q, in.ID)
		if err != nil || !found {
			return r, orNotFound(err)
		}
		person, err = whoseRecord(q, r.IDNumber, r.ID)
		return r, err
	})
	if err != nil {
		return Revealed{}, err
	}
	value := map[string]string{"name": r.Name, "id_number": r.IDNumber}[in.Body.Field]
	return a.revealed(ctx, person, in.Body.Field, reason, value)
}
