package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jiezhan/app/bulk"
)

// BulkKind is one sort of table that can be imported.
type BulkKind struct {
	Name    string       `json:"name"`
	Zh      string       `json:"zh"`
	En      string       `json:"en"`
	Columns []BulkColumn `json:"columns"`
}

// BulkColumn is a column of such a table.
type BulkColumn struct {
	Key      string `json:"key"`
	Zh       string `json:"zh"`
	En       string `json:"en"`
	Required bool   `json:"required"`
}

// BulkKinds lists what can be imported, and in which parts a file is sent.
type BulkKinds struct {
	Items    []BulkKind `json:"items"`
	PartSize int        `json:"part_size" doc:"Bytes of one part of a file at most"`
	MaxSize  int64      `json:"max_size" doc:"Bytes of a file at most"`
}

// BulkJob is one table on its way. It holds no value of a row.
type BulkJob struct {
	ID          string            `json:"id"`
	Kind        string            `json:"kind"`
	Name        string            `json:"name" doc:"Of the file, as the person knows it"`
	ByName      string            `json:"by_name"`
	State       string            `json:"state" enum:"uploading,checking,checked,importing,done,cancelled,failed"`
	Size        int64             `json:"size"`
	Received    int64             `json:"received"`
	CreatedAt   string            `json:"created_at" format:"date-time"`
	Good        int               `json:"good"`
	Bad         int               `json:"bad"`
	Codes       []BulkCode        `json:"codes"`
	Problems    []BulkProblem     `json:"problems" doc:"The first of them"`
	Headings    []string          `json:"headings" doc:"Understood headings of the file"`
	Unknown     []string          `json:"unknown" doc:"Headings that mean nothing here"`
	Fault       string            `json:"fault,omitempty" doc:"Code of what is wrong with the whole file"`
	FaultParams map[string]string `json:"fault_params,omitempty"`
	Sent        int               `json:"sent" doc:"Good rows decided so far"`
	Added       int               `json:"added"`
	Known       int               `json:"known" doc:"Met in the register meanwhile, left as they were"`
	Refused     int               `json:"refused"`
	Waits       string            `json:"waits,omitempty" enum:"cut_off,no_leader"`
	RowsPerS    int               `json:"rows_per_second" doc:"Since the import began, pauses included; 0 before"`
	SecondsLeft int               `json:"seconds_left"`
	PieceMS     int64             `json:"piece_ms" doc:"How long the latest piece took: about as long another write may have waited"`
	StartedAt   string            `json:"started_at,omitempty" format:"date-time"`
	EndedAt     string            `json:"ended_at,omitempty" format:"date-time"`
}

// BulkCode is how often something is wrong.
type BulkCode struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
}

// BulkProblem is one thing wrong with one row.
type BulkProblem struct {
	Line    int               `json:"line"`
	Place   string            `json:"place,omitempty" doc:"The cell, such as C12"`
	Heading string            `json:"heading,omitempty"`
	Code    string            `json:"code"`
	Params  map[string]string `json:"params,omitempty"`
}

// BulkJobs lists the jobs of the last days, the latest first.
type BulkJobs struct {
	Items []BulkJob `json:"items"`
}

// BulkInput begins a job; the request id becomes the job's.
type BulkInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Kind      string `json:"kind" maxLength:"20"`
	Name      string `json:"name" minLength:"1" maxLength:"200"`
	Size      int64  `json:"size" minimum:"1"`
}

type bulkPart struct {
	ID      string `path:"id" maxLength:"64"`
	Offset  int64  `query:"offset" required:"true" minimum:"0"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type bulkPapers struct {
	ID   string `path:"id" maxLength:"64"`
	Lang string `query:"lang" enum:"zh-CN,en" default:"zh-CN"`
}

// download is an answer that the browser keeps as a file.
type download struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

const (
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeCSV  = "text/csv; charset=utf-8"
)

// handOver registers a route that answers a file.
func handOver[I any](a *API, r route, do func(context.Context, *I) (*download, error)) {
	a.routes = append(a.routes, r)
	o := r.operation(a, http.StatusOK)
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	o.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: map[string]*huma.MediaType{"application/octet-stream": binary}}}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*download, error) {
		file, err := do(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, a.log, err)
		}
		return file, nil
	})
}

func (a *API) bulkRoutes() {
	const path = "/api/v1/bulk"
	answer(a, route{method: http.MethodGet, path: path + "/kinds", id: "bulk-kinds", need: "bulk.import"}, a.bulkKinds)
	handOver(a, route{method: http.MethodGet, path: path + "/kinds/{id}/template", id: "bulk-template", need: "bulk.import"}, a.bulkTemplate)
	answer(a, route{method: http.MethodGet, path: path + "/jobs", id: "bulk-jobs", need: "bulk.import"}, a.bulkJobs)
	answer(a, route{method: http.MethodPost, path: path + "/jobs", id: "begin-bulk", need: "bulk.import", status: http.StatusCreated}, a.beginBulk)
	answer(a, route{method: http.MethodGet, path: path + "/jobs/{id}", id: "bulk-job", need: "bulk.import"}, a.bulkJob)
	answer(a, route{method: http.MethodPut, path: path + "/jobs/{id}/content", id: "send-bulk-part", need: "bulk.import"}, a.sendBulkPart)
	answer(a, route{method: http.MethodPost, path: path + "/jobs/{id}/import", id: "import-bulk", need: "bulk.import"}, a.importBulk)
	answer(a, route{method: http.MethodPost, path: path + "/jobs/{id}/cancel", id: "cancel-bulk", need: "bulk.import"}, a.cancelBulk)
	handOver(a, route{method: http.MethodGet, path: path + "/jobs/{id}/problems", id: "bulk-problems", need: "bulk.import"}, a.bulkProblems)
}

// TellBulk says to open pages that a job stands elsewhere now.
func (a *API) TellBulk(j bulk.Job) { a.Hub.Change("change", Change{Topic: "bulk", ID: j.ID}) }

// instant is a time that may not have come yet.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return timeText(t)
}
