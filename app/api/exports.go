package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// ExportInput asks for people's data as a file.
type ExportInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	What      string        `json:"what" enum:"people,registrations,permits"`
	PlaceID   string        `json:"place_id,omitempty" maxLength:"64" doc:"Compound, house, road or community, for people and permits"`
	From      calendar.Date `json:"from,omitzero" format:"date" doc:"For registrations"`
	To        calendar.Date `json:"to,omitzero" format:"date"`
	Format    string        `json:"format" enum:"xlsx,csv"`
	Whole     bool          `json:"whole,omitempty" doc:"Numbers of documents and telephones unmasked; needs a second officer"`
	Reason    string        `json:"reason" maxLength:"200"`
	Lang      string        `json:"lang,omitempty" enum:"zh-CN,en"`
	Password  string        `json:"file_password,omitempty" maxLength:"64" doc:"Encrypts an .xlsx"`
	Second    *LoginInput   `json:"second_officer,omitempty" doc:"Above 50 rows, and with whole numbers"`
}

// ExportEntry is one file that was handed out.
type ExportEntry struct {
	ID          string `json:"id"`
	At          string `json:"at" format:"date-time"`
	ActorName   string `json:"actor_name"`
	ActorRole   string `json:"actor_role"`
	StationName string `json:"station_name"`
	What        string `json:"what" enum:"people,registrations,permits,statistics"`
	Scope       string `json:"scope"`
	Format      string `json:"format"`
	Rows        int    `json:"rows"`
	Whole       bool   `json:"whole"`
	SecondName  string `json:"second_name,omitempty"`
	Reason      string `json:"reason"`
}

// ExportList is one page of the log of files, the latest first.
type ExportList struct {
	Items      []ExportEntry `json:"items"`
	NextCursor int64         `json:"next_cursor,omitempty"`
}

type exportsQuery struct {
	Before int64 `query:"before" minimum:"0"`
	Limit  int   `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

// minFilePassword is the shortest password of a file, in characters.
const minFilePassword = 8

func (a *API) exportRoutes() {
	const path = "/api/v1/exports"
	handOver(a, route{method: http.MethodPost, path: path, id: "export", need: "export.make"}, a.export)
	answer(a, route{method: http.MethodGet, path: path, id: "exports", need: "export.read"}, a.listExports)
}

// export records what is to leave, with everybody in it, and only then makes the file.
func (a *API) export(ctx context.Context, in *bodyOf[ExportInput]) (*download, error) {
	b := in.Body
	if b.Password != "" && (b.Format != "xlsx" || utf8.RuneCountInString(b.Password) < minFilePassword) {
		return nil, wrongField("file_password", "export.password_short")
	}
	second, err := a.secondToExport(ctx, b.Second)
	if err != nil {
		return nil, err
	}
	table, err := view(ctx, a, func(q store.Query) (exportTable, error) { return a.exportTable(q, b) })
	if err != nil {
		return nil, err
	}
	entry := registry.RecordExport{
		ID: exportID(b.RequestID), What: b.What, Scope: table.scope, Format: b.Format, Rows: len(table.rows), People: table.people,
		Whole: b.Whole, Second: second.ID, Reason: strings.TrimSpace(b.Reason),
	}
	// A request sent again with other people in it is refused by the register, so the file never holds more than what is on record.
	if _, err := execute[registry.RecordedExport](ctx, a, actor(ctx), b.RequestID, entry); err != nil {
		return nil, err
	}
	return a.exportFile(b, entry, table, account(ctx), second)
}

// exportID is short enough to be read from a sheet of paper.
func exportID(requestID string) string {
	id, err := uuid.Parse(requestID)
	if err != nil {
		return requestID // the register refuses it
	}
	return "X" + strings.ToUpper(strings.ReplaceAll(id.String(), "-", "")[:12])
}

// secondToExport finds out who agrees; nobody is asked for where no login was sent.
func (a *API) secondToExport(ctx context.Context, login *LoginInput) (staff.Account, error) {
	if login == nil || login.Login == "" {
		return staff.Account{}, nil
	}
	second, err := a.verify(ctx, login.Login, login.Password)
	var p *Problem
	if errors.As(err, &p) {
		return staff.Account{}, wrongSecond(p)
	}
	if err == nil && !second.Role.May(staff.ExportMake) {
		err = wrongField("second_officer", "export.second_not_permitted")
	}
	return second, err
}

// exportFile writes the table under the lines that say whose it is.
func (a *API) exportFile(b ExportInput, entry registry.RecordExport, t exportTable, by, second staff.Account) (*download, error) {
	words := a.Words(b.Lang)
	fill := strings.NewReplacer("{id}", entry.ID, "{who}", by.Name+" ("+by.Login+")", "{at}", a.Station.Now().In(calendar.Shanghai).Format("2006-01-02 15:04"),
		"{reason}", entry.Reason, "{second}", second.Name, "{scope}", entry.Scope, "{station}", a.Self.Name)
	mark := fill.Replace(words["sheet.export.mark"])
	if second.ID != "" {
		mark += fill.Replace(words["sheet.export.second"])
	}
	page := sheet.Page{Name: words["sheet.export."+b.What], Above: []string{mark, words["sheet.export.rule"]}, Rows: append(t.rows, []string{mark})}
	for _, column := range t.columns {
		page.Head = append(page.Head, words["sheet.column."+column])
	}
	var out bytes.Buffer
	if b.Format == "csv" {
		err := sheet.WriteCSV(&out, page)
		return fileOf(entry.ID+".csv", typeCSV, out.Bytes()), err
	}
	err := sheet.WriteXLSX(&out, b.Password, page)
	return xlsx(entry.ID, out.Bytes()), err
}

// listExports is for the auditor. It holds no value of a record, so it is no look itself.
func (a *API) listExports(ctx context.Context, in *exportsQuery) (ExportList, error) {
	return view(ctx, a, func(q store.Query) (ExportList, error) {
		entries, err := registry.Exports(q, in.Before, in.Limit)
		if err != nil {
			return ExportList{}, err
		}
		names, err := accountNames(q)
		page := ExportList{Items: list(entries, func(e registry.Export) ExportEntry {
			return ExportEntry{
				ID: e.ID, At: timeText(e.At), ActorName: names[e.ActorID], ActorRole: e.ActorRole, StationName: a.stationName(e.Station), What: e.What,
				Scope: e.Scope, Format: e.Format, Rows: e.Rows, Whole: e.Whole, SecondName: names[e.Second], Reason: e.Reason,
			}
		})}
		if len(entries) == in.Limit {
			page.NextCursor = entries[len(entries)-1].Seq
		}
		return page, err
	})
}

// longestPeriod is how far the days of an export of registrations may lie apart: a year with its 29 February.
const longestPeriod = 366 * 24 * time.Hour
