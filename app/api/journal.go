package api

import (
	"context"
	"net/http"

	"jiezhan/station"
	"jiezhan/station/conflict"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Journal is what this station accepted while it was cut off (受理日志). It holds no personal data.
type Journal struct {
	Mode      string        `json:"mode" enum:"normal,no_leader,catching_up,isolated,returning,stopped"`
	Since     string        `json:"since" format:"date-time" doc:"Since when the mode is so"`
	DataAsOf  string        `json:"data_as_of" format:"date-time"`
	Waiting   int           `json:"waiting"`
	Attention int           `json:"attention" doc:"Entries that the office did not take"`
	Items     []JournalLine `json:"items" doc:"The latest first"`
}

// JournalLine is one entry of the journal.
type JournalLine struct {
	Seq       uint64 `json:"seq" doc:"Without gaps on this station"`
	Kind      string `json:"kind"`
	Number    string `json:"number"`
	At        string `json:"at" format:"date-time"`
	SettledAt string `json:"settled_at,omitempty" format:"date-time"`
	ActorName string `json:"actor_name" doc:"Empty for residents and the program itself"`
	State     string `json:"state" enum:"waiting,sent,done,attention"`
	Code      string `json:"code,omitempty" doc:"Why it needs attention"`
}

type journalQuery struct {
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (a *API) journalRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/journal", id: "journal", need: "cluster.read"}, a.readJournal)
}

func (a *API) readJournal(ctx context.Context, in *journalQuery) (Journal, error) {
	own, mode := a.Station.Standing(), a.Mode()
	entries, err := a.Station.Journal(ctx, in.Limit)
	if err != nil {
		return Journal{}, err
	}
	names, err := view(ctx, a, accountNames)
	if err != nil {
		return Journal{}, err
	}
	open, err := view(ctx, a, a.onTheDesk)
	j := Journal{
		Mode: mode.Mode, Since: timeText(own.Since), DataAsOf: mode.DataAsOf, Waiting: own.Waiting, Attention: len(open), Items: []JournalLine{},
	}
	for _, e := range entries {
		line := JournalLine{
			Seq: e.Seq, Kind: e.Kind, Number: e.Number, At: timeText(e.At), SettledAt: orEmpty(e.SettledAt), State: string(e.State), Code: e.Code,
		}
		if e.State == journal.Attention && !open[e.RequestID] && e.Code != station.OtherNumber {
			line.State = string(journal.Done) // staff have settled it
		}
		if who := e.Envelope.Stamp.Actor; who.Kind == ledger.Staff {
			line.ActorName = names[who.ID]
		}
		j.Items = append(j.Items, line)
	}
	return j, err
}

// onTheDesk are the requests of this station that the office did not take and nobody has settled yet.
func (a *API) onTheDesk(q store.Query) (map[string]bool, error) { return conflict.OpenOf(q, a.Self.ID) }
