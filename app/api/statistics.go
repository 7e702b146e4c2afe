package api

import (
	"context"
	"net/http"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/statistics"
	"jiezhan/station/store"
)

// Statistics are the tables of a month, as this account may see them.
type Statistics struct {
	Month string `json:"month"`
	State string `json:"state" enum:"provisional,frozen,amended"`
	// FreezeOn is the third working day after the month.
	FreezeOn  calendar.Date       `json:"freeze_on" format:"date"`
	MayFreeze bool                `json:"may_freeze" doc:"The month is not frozen, that day has come, and this account may"`
	MayAmend  bool                `json:"may_amend"`
	Version   int                 `json:"version" doc:"Shown; 0 while provisional"`
	Versions  []StatisticsVersion `json:"versions" doc:"The freeze first"`
	// AsOf is the last day counted.
	AsOf       calendar.Date     `json:"as_of" format:"date"`
	Open       []string          `json:"open" doc:"Earlier months of the year that are not frozen"`
	BeforeOpen bool              `json:"before_open" doc:"The same month last year is not frozen"`
	Exact      bool              `json:"exact" doc:"Small groups are shown"`
	MayExact   bool              `json:"may_exact"`
	Tables     []StatisticsTable `json:"tables"`
}

// StatisticsVersion is the freeze of a month or an amendment.
type StatisticsVersion struct {
	Version     int    `json:"version"`
	At          string `json:"at" format:"date-time"`
	OfficerName string `json:"officer_name"`
	SecondName  string `json:"second_name,omitempty"`
	StationName string `json:"station_name"`
	Reason      string `json:"reason,omitempty"`
}

// StatisticsTable is one table; all cells are text.
type StatisticsTable struct {
	Key     string           `json:"key" enum:"population,permits"`
	Columns []string         `json:"columns"`
	Lines   []StatisticsLine `json:"lines" doc:"The total last"`
}

// StatisticsLine is a community, or the total where it has no name. A cell is a figure, "<5" for a group too small to be told, "*" for what would tell
// such a group, or empty where there is no figure.
type StatisticsLine struct {
	CommunityID string        `json:"community_id,omitempty"`
	Name        string        `json:"name,omitempty"`
	EndedOn     calendar.Date `json:"ended_on,omitzero" format:"date"`
	ThisMonth   []string      `json:"this_month"`
	MonthBefore []string      `json:"month_before"`
	YearToDate  []string      `json:"year_to_date"`
}

// StatisticsRecount says what a count of the register as of the end of the month finds otherwise than the version in force.
type StatisticsRecount struct {
	Version     int                    `json:"version"`
	Differences []StatisticsDifference `json:"differences"`
}

// StatisticsDifference is one figure that differs.
type StatisticsDifference struct {
	Community string `json:"community"`
	Figure    string `json:"figure"`
	Before    int    `json:"before"`
	After     int    `json:"after"`
}

// StatisticsAmendment amends a month; the second officer confirms with login and password.
type StatisticsAmendment struct {
	RequestID     string     `json:"request_id" maxLength:"64"`
	Version       int        `json:"version" minimum:"1" doc:"The one that was seen"`
	Reason        string     `json:"reason" maxLength:"200"`
	SecondOfficer LoginInput `json:"second_officer"`
}

type statisticsQuery struct {
	Month     string `path:"month" maxLength:"7" doc:"YYYY-MM"`
	Version   int    `query:"version" minimum:"0" maximum:"1000"`
	Published bool   `query:"published" doc:"As it is published, also for those who may see small groups"`
}

type statisticsMonth struct {
	Month string `path:"month" maxLength:"7"`
}

type statisticsFreeze struct {
	Month string `path:"month" maxLength:"7"`
	Body  struct {
		RequestID string `json:"request_id" maxLength:"64"`
	}
}

type statisticsAmend struct {
	Month string `path:"month" maxLength:"7"`
	Body  StatisticsAmendment
}

func (a *API) statisticsRoutes() {
	const path, read, freeze = "/api/v1/statistics/{month}", "statistics.read", "statistics.freeze"
	answer(a, route{method: http.MethodGet, path: path, id: "statistics", need: read}, a.statistics)
	answer(a, route{method: http.MethodGet, path: path + "/recount", id: "recount-statistics", need: freeze}, a.recountStatistics)
	answer(a, route{method: http.MethodPost, path: path + "/freeze", id: "freeze-statistics", need: freeze}, a.freezeStatistics)
	answer(a, route{method: http.MethodPost, path: path + "/amend", id: "amend-statistics", need: freeze}, a.amendStatistics)
	file(a, route{method: http.MethodGet, path: path + "/paper", id: "statistics-paper", need: read}, a.previewStatistics)
	handOver(a, route{method: http.MethodPost, path: path + "/export", id: "export-statistics", need: read}, a.exportStatistics)
}

// decided reads what the office has decided, so that a count through all rooms keeps nobody waiting, also while the station is cut off.
func decided[T any](ctx context.Context, a *API, read func(q store.Query) (T, error)) (T, error) {
	var got T
	err := a.Station.ViewCommitted(ctx, func(q store.Query) (err error) {
		got, err = read(q)
		return err
	})
	return got, err
}

// month reads a month that has begun.
func (a *API) month(text string) (statistics.Month, error) {
	m, err := statistics.ParseMonth(text)
	if err != nil || statistics.MonthOf(a.today()).Before(m) {
		return m, ledger.Refuse(ledger.Invalid, "month", "statistics.month_invalid")
	}
	return m, nil
}

func (a *API) statistics(ctx context.Context, in *statisticsQuery) (Statistics, error) {
	m, err := a.month(in.Month)
	if err != nil {
		return Statistics{}, err
	}
	role := account(ctx).Role
	return decided(ctx, a, func(q store.Query) (Statistics, error) {
		report, found, err := statistics.ReportOn(q, m, in.Version, a.today())
		if err != nil || !found {
			return Statistics{}, orNotFound(err)
		}
		return a.statisticsView(q, report, role, role.May(staff.StatisticsExact) && !in.Published)
	})
}

func (a *API) statisticsView(q store.Query, r statistics.Report, role staff.Role, exact bool) (Statistics, error) {
	names, err := accountNames(q)
	if err != nil {
		return Statistics{}, err
	}
	communities, err := area.Communities(q)
	if err != nil {
		return Statistics{}, err
	}
	s := Statistics{
		Month: r.Month.String(), State: "provisional", FreezeOn: r.Month.FreezeOn(), Version: r.Shown, AsOf: r.Month.Last(), BeforeOpen: r.BeforeOpen,
		Open: list(openBefore(r), statistics.Month.String), Exact: exact, MayExact: role.May(staff.StatisticsExact),
		Versions: list(r.Versions, func(v statistics.Version) StatisticsVersion {
			return StatisticsVersion{
				Version: v.Number, At: v.At, OfficerName: names[v.Officer], SecondName: names[v.Second], StationName: a.stationName(v.Station), Reason: v.Reason,
			}
		}),
		Tables: statisticsTables(r, communities, exact),
	}
	if r.Shown > 0 {
		s.State = "frozen"
	}
	if r.Shown > 1 {
		s.State = "amended"
	}
	if today := a.today(); r.Shown == 0 && today.Before(s.AsOf) {
		s.AsOf = today
	}
	may := role.May(staff.StatisticsFreeze)
	s.MayFreeze = may && len(r.Versions) == 0 && !a.today().Before(s.FreezeOn)
	s.MayAmend = may && len(r.Versions) > 0 && r.Shown == len(r.Versions)
	return s, nil
}

// statisticsTables writes the tables with the names of communities.
func statisticsTables(r statistics.Report, communities []area.Node, exact bool) []StatisticsTable {
	named := map[string]area.Node{}
	for _, c := range communities {
		named[c.ID] = c
	}
	order := list(communities, func(c area.Node) string { return c.ID })
	return list(r.Tables(order, exact), func(t statistics.Table) StatisticsTable {
		return StatisticsTable{Key: t.Key, Columns: t.Columns, Lines: list(t.Lines, func(l statistics.Line) StatisticsLine {
			return StatisticsLine{
				CommunityID: l.Community, Name: named[l.Community].Name, EndedOn: named[l.Community].ClosedOn,
				ThisMonth: l.Cells[statistics.ThisMonth], MonthBefore: l.Cells[statistics.MonthBefore], YearToDate: l.Cells[statistics.YearToDate],
			}
		})}
	})
}

// count counts a month that is over; the command takes the figures along.
func (a *API) count(ctx context.Context, m statistics.Month) (statistics.Rows, error) {
	return decided(ctx, a, func(q store.Query) (statistics.Rows, error) { return statistics.Count(q, m, a.today()) })
}

func (a *API) freezeStatistics(ctx context.Context, in *statisticsFreeze) (Statistics, error) {
	m, err := a.month(in.Month)
	if err != nil {
		return Statistics{}, err
	}
	rows, err := a.count(ctx, m)
	if err != nil {
		return Statistics{}, err
	}
	if _, err := execute[statistics.Frozen](ctx, a, actor(ctx), in.Body.RequestID, statistics.Freeze{Month: m, Rows: rows}); err != nil {
		return Statistics{}, err
	}
	return a.statistics(ctx, &statisticsQuery{Month: in.Month})
}

func (a *API) recountStatistics(ctx context.Context, in *statisticsMonth) (StatisticsRecount, error) {
	m, err := a.month(in.Month)
	if err != nil {
		return StatisticsRecount{}, err
	}
	return decided(ctx, a, func(q store.Query) (StatisticsRecount, error) {
		versions, err := statistics.Versions(q, m)
		if err != nil {
			return StatisticsRecount{}, err
		}
		found, err := statistics.Recount(q, m, a.today())
		if err != nil {
			return StatisticsRecount{}, err
		}
		communities, err := area.Communities(q)
		names := map[string]string{}
		for _, c := range communities {
			names[c.ID] = c.Name
		}
		return StatisticsRecount{Version: len(versions), Differences: list(found, func(d statistics.Difference) StatisticsDifference {
			return StatisticsDifference{Community: names[d.Community], Figure: string(d.Figure), Before: d.Before, After: d.After}
		})}, err
	})
}

func (a *API) amendStatistics(ctx context.Context, in *statisticsAmend) (Statistics, error) {
	m, err := a.month(in.Month)
	if err != nil {
		return Statistics{}, err
	}
	second, err := a.second(ctx, in.Body.SecondOfficer)
	if err != nil {
		return Statistics{}, err
	}
	rows, err := a.count(ctx, m)
	if err != nil {
		return Statistics{}, err
	}
	c := statistics.Amend{Month: m, Version: in.Body.Version, Rows: rows, Reason: in.Body.Reason, SecondOfficer: second}
	if _, err := execute[statistics.Frozen](ctx, a, actor(ctx), in.Body.RequestID, c); err != nil {
		return Statistics{}, err
	}
	return a.statistics(ctx, &statisticsQuery{Month: in.Month})
}
