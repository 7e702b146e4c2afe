package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/store"
)

const clerkPassword = "a-clerk-of-the-hall"

// clerk makes an account for the window at one station and logs it on at another.
func (n *node) clerk(admin *node) {
	n.t.Helper()
	if status, body := admin.createAccount("clerk"); status/100 != 2 {
		n.t.Fatalf("account: %d %v", status, body)
	}
	n.until("the account", func() bool {
		status, _ := n.post("/api/v1/session", map[string]any{"login": "clerk", "password": "a-long-enough-one"})
		return status == http.StatusOK
	})
	status, body := n.post("/api/v1/session/password", map[string]any{"request_id": uuid.NewString(), "old": "a-long-enough-one", "new": clerkPassword})
	if status/100 != 2 {
		n.t.Fatalf("password: %d %v", status, body)
	}
}

// upload begins a job and sends its file in one part.
func (n *node) upload(kind, name string, content []byte) (id string) {
	n.t.Helper()
	id = uuid.NewString()
	if status, body := n.post("/api/v1/bulk/jobs", map[string]any{"request_id": id, "kind": kind, "name": name, "size": len(content)}); status != http.StatusCreated {
		n.t.Fatalf("begin: %d %v", status, body)
	}
	request, err := http.NewRequestWithContext(n.t.Context(), http.MethodPut, "http://"+n.address+"/api/v1/bulk/jobs/"+id+"/content?offset=0", bytes.NewReader(content))
	if err != nil {
		n.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	answer, err := n.client.Do(request)
	if err != nil {
		n.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		n.t.Fatalf("upload: %d", answer.StatusCode)
	}
	return id
}

// tableJob is what a page reads of a job.
type tableJob struct {
	State                                  string
	Good, Bad, Sent, Added, Known, Refused int
	Waits                                  string
}

func (n *node) job(id string) (j tableJob) {
	n.t.Helper()
	raw, err := json.Marshal(n.get("/api/v1/bulk/jobs/" + id))
	if err != nil {
		n.t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &j); err != nil {
		n.t.Fatal(err)
	}
	return j
}

// housing is a table of rooms in which every thirtieth line has no room.
func housing(rows int) (content []byte, good, bad int) {
	var b strings.Builder
	b.WriteString("社区代码,小区,楼栋,单元,房号\n")
	for n := range rows {
		room := fmt.Sprint(n%100 + 101)
		if n%30 == 29 {
			room = ""
			bad++
		} else {
			good++
		}
		fmt.Fprintf(&b, "339999001001,新苑,%d,,%s\n", n/100+1, room)
	}
	return []byte(b.String()), good, bad
}

// The power goes in the middle of an import; then the rest of the office is gone, too. The job says that it waits, goes on by itself once there is an office
// again, and brings exactly the good lines, each once, with its report complete.
func TestATableOutlivesThePowerAndTheOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three processes")
	}
	nodes := office(t, buildProgram(t))
	firstAdmin(t, nodes)
	leader, others := parted(t, nodes)
	desk := others[0]
	place := map[string]any{"kind": "community", "name": "新苑社区", "number": "339999001001"}
	if status, body := leader.post("/api/v1/housing/nodes", map[string]any{"request_id": uuid.NewString(), "nodes": []any{place}}); status/100 != 2 {
		t.Fatalf("community: %d %v", status, body)
	}
	desk.clerk(leader)
	content, good, bad := housing(6000)
	id := desk.upload("rooms", "房屋.csv", content)
	desk.until("judgement", func() bool { return desk.job(id).State == "checked" })
	if j := desk.job(id); j.Good != good || j.Bad != bad || j.Sent != 0 {
		t.Fatalf("judged = %+v, want %d good and %d bad", j, good, bad)
	}
	desk.post("/api/v1/bulk/jobs/"+id+"/import", map[string]any{"request_id": uuid.NewString()})
	var before tableJob
	desk.until("the middle", func() bool { before = desk.job(id); return before.Sent > 0 })
	desk.kill()
	if before.State != "importing" || before.Sent >= good {
		t.Fatalf("at the power cut = %+v, want the middle of %d", before, good)
	}
	leader.kill()
	others[1].kill()
	desk.start()
	desk.until("log-on", func() bool {
		status, _ := desk.post("/api/v1/session", map[string]any{"login": "clerk", "password": clerkPassword})
		return status == http.StatusOK
	})
	desk.until("a job that says it waits", func() bool { j := desk.job(id); return j.State == "importing" && j.Waits != "" })
	leader.start()
	others[1].start()
	desk.until("end", func() bool { return desk.job(id).State == "done" })
	if j := desk.job(id); j.Added != good || j.Sent != good || j.Known+j.Refused != 0 || j.Waits != "" {
		t.Errorf("report = %+v, want %d added", j, good)
	}
	if got := desk.problems(id); got != 1+bad {
		t.Errorf("sheet of problems = %d rows, want the headings and %d", got, bad)
	}
	applied := desk.get("/api/v1/station")["applied"].(float64)
	for _, n := range []*node{leader, others[1]} {
		n.until("the same register", func() bool { got, _ := n.get("/api/v1/station")["applied"].(float64); return got >= applied })
	}
	compareFiles(t, nodes)
	if got := rooms(t, desk); got != good {
		t.Errorf("rooms = %d, want %d", got, good)
	}
}

// problems counts the rows of a job's sheet of problems.
func (n *node) problems(id string) int {
	n.t.Helper()
	answer, err := n.client.Get("http://" + n.address + "/api/v1/bulk/jobs/" + id + "/problems")
	if err != nil {
		n.t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	rows := 0
	if err := sheet.ReadBytes(content, n.t.TempDir(), func(sheet.Row) error { rows++; return nil }); err != nil {
		n.t.Fatalf("%v: %s", err, content)
	}
	return rows
}

// rooms counts those in the register of a station that has ended.
func rooms(t *testing.T, n *node) (count int) {
	t.Helper()
	db, err := store.Open(filepath.Join(n.folder, "data", "station.db"), store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(t.Context(), func(q store.Query) error {
		return q.Row(`SELECT count(*) FROM area_node WHERE kind = 'room'`).Scan(&count)
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}
