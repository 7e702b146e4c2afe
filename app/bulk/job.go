package bulk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"jiezhan/station/ledger"
)

// State is where a job stands.
type State string

const (
	// Uploading jobs wait for the rest of their file.
	Uploading State = "uploading"
	// Checking jobs have their rows judged; nothing is written to the register.
	Checking State = "checking"
	// Checked jobs wait for somebody to say that the good rows are to be imported.
	Checked State = "checked"
	// Importing jobs send their good rows to the register, piece by piece.
	Importing State = "importing"
	// Done jobs are done, with or without rows left out.
	Done State = "done"
	// Cancelled jobs were stopped by somebody; what was imported before stays.
	Cancelled State = "cancelled"
	// Failed jobs cannot go on, for the reason in Fault.
	Failed State = "failed"
)

// over tells whether nothing will happen any more.
func (s State) over() bool { return s == Done || s == Cancelled || s == Failed }

// Waits are why a job does not go on at the moment.
const (
	WaitsCutOff   = "cut_off"
	WaitsNoLeader = "no_leader"
)

// firstProblems is how many problems a job itself holds; all of them are in its sheet.
const firstProblems = 100

// Job is one table on its way. It holds numbers and codes, no value of a row.
type Job struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Name is the file's name as the person knows it.
	Name string `json:"name"`
	// By is who brought the file, Actor who said that it is to be imported.
	By    ledger.Actor `json:"by"`
	Actor ledger.Actor `json:"actor"`
	State State        `json:"state"`
	// Size and Received are bytes.
	Size      int64     `json:"size"`
	Received  int64     `json:"received"`
	CreatedAt time.Time `json:"created_at"`
	// Good and Bad count rows; they grow while the rows are judged.
	Good int `json:"good"`
	Bad  int `json:"bad"`
	// Codes counts problems.
	Codes map[string]int `json:"codes,omitempty"`
	First []RowProblem   `json:"first,omitempty"`
	// Headings are those of the file that were understood, by column; Unknown those that were not.
	Headings map[string]string `json:"headings,omitempty"`
	Unknown  []string          `json:"unknown,omitempty"`
	// Fault is the code of what is wrong with the whole file, with the line or the columns meant.
	Fault       string            `json:"fault,omitempty"`
	FaultParams map[string]string `json:"fault_params,omitempty"`
	// Sent is how many good rows are decided, Offset where the next one stands in their file.
	Sent   int   `json:"sent"`
	Offset int64 `json:"offset"`
	// Added, Known and Refused are what became of them: brought in, met in the register meanwhile and left as they were, refused.
	Added   int `json:"added"`
	Known   int `json:"known"`
	Refused int `json:"refused"`
	// Waits is why nothing happens at the moment, or empty.
	Waits string `json:"waits,omitempty"`
	// Worked is how long the commands took together, Rested how long the job left the register to others, both in milliseconds.
	Worked int64 `json:"worked_ms"`
	Rested int64 `json:"rested_ms"`
	// PieceMS is how long the latest piece took: about as long somebody else may have had to wait.
	PieceMS   int64     `json:"piece_ms"`
	StartedAt time.Time `json:"started_at,omitzero"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
}

// RowProblem is one problem of one row.
type RowProblem struct {
	Line int `json:"line"`
	// Place is the cell, such as C12, or empty; Heading what stands over it in the file.
	Place   string `json:"place,omitempty"`
	Heading string `json:"heading,omitempty"`
	Problem
}

// badRow is a line of the file of problems: the row as it was, and what is wrong.
type badRow struct {
	Line     int          `json:"line"`
	Cells    []string     `json:"cells,omitempty"`
	Problems []RowProblem `json:"problems"`
}

// goodRow is a line of the file of good rows.
type goodRow struct {
	Line int             `json:"line"`
	Row  json.RawMessage `json:"row"`
}

// The files of a job in its own folder. Only job.json stays once the job is over, and the sheet of problems until the whole folder goes.
const (
	jobFile  = "job.json"
	upload   = "upload"
	goodFile = "good.jsonl"
	badFile  = "bad.jsonl"
)

// readJob reads a job from its folder.
func readJob(folder string) (Job, error) {
	text, err := os.ReadFile(filepath.Join(folder, jobFile))
	if err != nil {
		return Job{}, fmt.Errorf("read job: %w", err)
	}
	var j Job
	if err := json.Unmarshal(text, &j); err != nil {
		return Job{}, fmt.Errorf("read job: %w", err)
	}
	return j, nil
}

// forget removes files of a job; one that is not there is no matter.
func forget(folder string, names ...string) error {
	var errs []error
	for _, name := range names {
		if err := os.Remove(filepath.Join(folder, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
