package api

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bulk"
	"jiezhan/app/bulk/sheet"
)

// bulkPartSize is what pages send at once: small enough for the bound on every body.
const bulkPartSize = 512 << 10

func (a *API) bulkKinds(context.Context, *nothing) (BulkKinds, error) {
	return BulkKinds{PartSize: bulkPartSize, MaxSize: sheet.MaxFile, Items: list(a.Bulk.Kinds, func(k bulk.Kind) BulkKind {
		return BulkKind{Name: k.Name, Zh: k.Zh, En: k.En, Columns: list(k.Columns, func(c bulk.Column) BulkColumn {
			return BulkColumn{Key: c.Key, Zh: c.Zh, En: c.En, Required: c.Required}
		})}
	})}, nil
}

func (a *API) bulkTemplate(_ context.Context, in *onID) (*download, error) {
	k, known := a.Bulk.Kind(in.ID)
	if !known {
		return nil, refuse("bulk.kind_unknown")
	}
	var out bytes.Buffer
	err := k.Template(&out)
	return xlsx(k.Zh, out.Bytes()), err
}

func (a *API) bulkJobs(ctx context.Context, _ *nothing) (BulkJobs, error) {
	names, err := view(ctx, a, accountNames)
	return BulkJobs{Items: list(a.Bulk.Jobs(), func(j bulk.Job) BulkJob { return a.bulkView(j, names) })}, err
}

func (a *API) bulkJob(ctx context.Context, in *onID) (BulkJob, error) {
	j, err := a.Bulk.Job(in.ID)
	return a.bulkAnswer(ctx, j, err)
}

func (a *API) beginBulk(ctx context.Context, in *bodyOf[BulkInput]) (BulkJob, error) {
	id, err := uuid.Parse(in.Body.RequestID)
	if err != nil {
		return BulkJob{}, wrongField("request_id", "format.invalid")
	}
	j, err := a.Bulk.Begin(id.String(), in.Body.Kind, in.Body.Name, in.Body.Size, actor(ctx))
	return a.bulkAnswer(ctx, j, err)
}

func (a *API) sendBulkPart(ctx context.Context, in *bulkPart) (BulkJob, error) {
	j, err := a.Bulk.Receive(in.ID, in.Offset, in.RawBody)
	return a.bulkAnswer(ctx, j, err)
}

func (a *API) importBulk(ctx context.Context, in *bodyOnID[RequestOnly]) (BulkJob, error) {
	j, err := a.Bulk.Import(in.ID, actor(ctx))
	return a.bulkAnswer(ctx, j, err)
}

func (a *API) cancelBulk(ctx context.Context, in *bodyOnID[RequestOnly]) (BulkJob, error) {
	j, err := a.Bulk.Cancel(in.ID)
	return a.bulkAnswer(ctx, j, err)
}

func (a *API) bulkProblems(_ context.Context, in *bulkPapers) (*download, error) {
	j, err := a.Bulk.Job(in.ID)
	if err != nil {
		return nil, bulkProblem(err)
	}
	if j.State == bulk.Cancelled || len(j.Headings) == 0 {
		return nil, refuse("bulk.wrong_state") // the rows are gone, or were never read
	}
	var out bytes.Buffer
	err = a.Bulk.Problems(in.ID, a.Words(in.Lang), &out)
	name, _, _ := strings.Cut(j.Name, ".")
	return xlsx(name+"-"+a.Words(in.Lang)["sheet.problems"], out.Bytes()), err
}

// bulkAnswer shows a job, or why not.
func (a *API) bulkAnswer(ctx context.Context, j bulk.Job, err error) (BulkJob, error) {
	if err != nil {
		return BulkJob{}, bulkProblem(err)
	}
	names, err := view(ctx, a, accountNames)
	return a.bulkView(j, names), err
}

// bulkProblem turns an error of the works into its problem; the codes are the same.
func bulkProblem(err error) error {
	for _, known := range []error{bulk.ErrUnknown, bulk.ErrKind, bulk.ErrState, bulk.ErrPart, bulk.ErrSize} {
		if errors.Is(err, known) {
			return refuse(known.Error())
		}
	}
	return err
}

// headingsOf are the understood headings in the order of the template, as a clerk reads them there.
func headingsOf(j bulk.Job) []string {
	var names []string
	for _, k := range bulk.Kinds() {
		if k.Name != j.Kind {
			continue
		}
		for _, c := range k.Columns {
			if name, there := j.Headings[c.Key]; there {
				names = append(names, name)
			}
		}
	}
	return names
}

func (a *API) bulkView(j bulk.Job, names map[string]string) BulkJob {
	v := BulkJob{
		ID: j.ID, Kind: j.Kind, Name: j.Name, ByName: names[j.By.ID], State: string(j.State), Size: j.Size, Received: j.Received,
		CreatedAt: timeText(j.CreatedAt), Good: j.Good, Bad: j.Bad, Codes: []BulkCode{}, Headings: []string{}, Unknown: append([]string{}, j.Unknown...),
		Fault: j.Fault, FaultParams: j.FaultParams, Sent: j.Sent, Added: j.Added, Known: j.Known, Refused: j.Refused, Waits: j.Waits,
		PieceMS: j.PieceMS, StartedAt: instant(j.StartedAt), EndedAt: instant(j.EndedAt),
		Problems: list(j.First, func(p bulk.RowProblem) BulkProblem {
			return BulkProblem{Line: p.Line, Place: p.Place, Heading: p.Heading, Code: p.Code, Params: p.Params}
		}),
	}
	for code, count := range j.Codes {
		v.Codes = append(v.Codes, BulkCode{Code: code, Count: count})
	}
	slices.SortFunc(v.Codes, func(x, y BulkCode) int { // most frequent first
		if x.Count != y.Count {
			return y.Count - x.Count
		}
		return strings.Compare(x.Code, y.Code)
	})
	v.Headings = append(v.Headings, headingsOf(j)...)
	if spent := time.Duration(j.Worked+j.Rested) * time.Millisecond; j.Sent > 0 && spent > 0 {
		rate := float64(j.Sent) / spent.Seconds()
		v.RowsPerS, v.SecondsLeft = int(rate), int(float64(max(j.Good-j.Sent, 0))/rate)
	}
	return v
}

func xlsx(name string, content []byte) *download {
	return fileOf(name+".xlsx", typeXLSX, content)
}

// fileOf names the file in a way that every browser keeps, Han or not.
func fileOf(name, kind string, content []byte) *download {
	return &download{Type: kind, Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}), Body: content}
}
