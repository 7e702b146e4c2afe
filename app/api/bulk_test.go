package api

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/registry"
)

// list of people: two who are good, one whose number a spreadsheet has rounded.
func peopleFile() string {
	return fmt.Sprintf("姓名,证件号码,居住地址,入住日期\n吴兰,%s,青松家园3号楼2单元1203室,2024-05-01\n吴小,%s,青松家园3号楼2单元1204室,2024-05-01\n吴大,440524188001010000,,\n",
		numberOf("1985-05-05", "002"), numberOf("1990-05-01", "123"))
}

// sendPart sends bytes as pages do.
func (o *hall) sendPart(id string, offset int, part string) answered {
	o.tb.Helper()
	request, err := http.NewRequestWithContext(o.tb.Context(), http.MethodPut,
		fmt.Sprintf("%s/api/v1/bulk/jobs/%s/content?offset=%d", o.server.URL, id, offset), strings.NewReader(part))
	if err != nil {
		o.tb.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	return o.sendRequest(request)
}

// upload begins a job and sends its file.
func (o *hall) upload(kind, content string) string {
	o.tb.Helper()
	id := uuid.NewString()
	o.post("/api/v1/bulk/jobs", map[string]any{"request_id": id, "kind": kind, "name": "名单.csv", "size": len(content)}).want(http.StatusCreated)
	half := len(content) / 2
	o.sendPart(id, 0, content[:half]).want(http.StatusOK)
	o.sendPart(id, half, content[half:]).want(http.StatusOK)
	return id
}

// job waits until a job is in one of the states.
func (o *hall) job(id string, states string) BulkJob {
	o.tb.Helper()
	deadline := o.tb.Context()
	for {
		j := read[BulkJob](o.get("/api/v1/bulk/jobs/" + id).want(http.StatusOK))
		if strings.Contains(states, j.State) {
			return j
		}
		pause := time.NewTimer(5 * time.Millisecond) // as pages ask again and again
		select {
		case <-pause.C:
		case <-deadline.Done():
			o.tb.Fatalf("job: got = %+v, want %s", j, states)
		}
	}
}

func TestATableFromUploadToReport(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	kinds := read[BulkKinds](o.get("/api/v1/bulk/kinds").want(http.StatusOK))
	if len(kinds.Items) != 4 || kinds.PartSize > maxBody {
		t.Errorf("got = %+v", kinds)
	}
	template := o.get("/api/v1/bulk/kinds/people/template").want(http.StatusOK)
	if got := sheetOf(t, template.raw); !strings.HasPrefix(got, "姓名 (Name)|证件号码 (Document number)") {
		t.Errorf("template: got = %q", got)
	}
	if got := template.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; filename*=utf-8''") {
		t.Errorf("got = %q", got)
	}
	id := o.upload("people", peopleFile())
	j := o.job(id, "checked failed")
	if got, want := strings.Join(j.Headings, " "), "姓名 证件号码"; !strings.HasPrefix(got, want) {
		t.Errorf("headings: got = %q, want them as in the template, %q first", got, want)
	}
	if j.State != "checked" || j.Good != 2 || j.Bad != 1 || j.ByName != "姓clerk" || fmt.Sprint(j.Problems) != "[{4 B4 证件号码 row.number_rounded map[]}]" {
		t.Fatalf("got = %+v", j)
	}
	totals, err := view(t.Context(), o.api, registry.Counts)
	if err != nil || totals.People != 0 {
		t.Errorf("before anybody said so: got = %+v, %v", totals, err)
	}
	o.post("/api/v1/bulk/jobs/"+id+"/import", map[string]any{"request_id": uuid.NewString()}).want(http.StatusOK)
	if j = o.job(id, "done failed"); j.State != "done" || j.Added != 2 || j.RowsPerS < 0 {
		t.Errorf("got = %+v", j)
	}
	if got := sheetOf(t, o.get("/api/v1/bulk/jobs/"+id+"/problems?lang=en").want(http.StatusOK).raw); !strings.Contains(got, "吴大|440524188001010000") {
		t.Errorf("problems: got = %q", got)
	}
	if jobs := read[BulkJobs](o.get("/api/v1/bulk/jobs").want(http.StatusOK)); len(jobs.Items) != 1 || jobs.Items[0].ID != id {
		t.Errorf("got = %+v", jobs)
	}
}

func sheetOf(t *testing.T, content []byte) string {
	t.Helper()
	var rows []string
	err := sheet.ReadBytes(content, t.TempDir(), func(r sheet.Row) error {
		rows = append(rows, strings.Join(r.Cells, "|"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "; ")
}

func TestTablesThatAreTurnedAway(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	begin := func(kind, id string, size int) string {
		return o.post("/api/v1/bulk/jobs", map[string]any{"request_id": id, "kind": kind, "name": "a", "size": size}).problem()
	}
	id := uuid.NewString()
	for got, want := range map[string]string{
		begin("cars", id, 5):                                     "404 bulk.kind_unknown",
		begin("people", "1", 5):                                  "422 validation request_id:format.invalid",
		begin("people", id, 0):                                   "422 validation size:too_small",
		begin("people", id, sheet.MaxFile+1):                     "413 file.too_large",
		o.get("/api/v1/bulk/jobs/" + id).problem():               "404 bulk.job_unknown",
		o.get("/api/v1/bulk/jobs/" + id + "/problems").problem(): "404 bulk.job_unknown",
		o.get("/api/v1/bulk/kinds/cars/template").problem():      "404 bulk.kind_unknown",
		o.sendPart(id, 0, "x").problem():                         "404 bulk.job_unknown",
	} {
		if got != want {
			t.Errorf("got = %s, want %s", got, want)
		}
	}
	o.post("/api/v1/bulk/jobs", map[string]any{"request_id": id, "kind": "people", "name": "a", "size": 5}).want(http.StatusCreated)
	for got, want := range map[string]string{
		o.sendPart(id, 3, "x").problem():      "409 bulk.part_missing",
		o.sendPart(id, 0, "123456").problem(): "413 file.too_large",
		o.post("/api/v1/bulk/jobs/"+id+"/import", map[string]any{"request_id": uuid.NewString()}).problem(): "409 bulk.wrong_state",
	} {
		if got != want {
			t.Errorf("got = %s, want %s", got, want)
		}
	}
	o.post("/api/v1/bulk/jobs/"+id+"/cancel", map[string]any{"request_id": uuid.NewString()}).want(http.StatusOK)
	if got := o.get("/api/v1/bulk/jobs/" + id + "/problems").problem(); got != "409 bulk.wrong_state" {
		t.Errorf("got = %s", got)
	}
}

// asked is a good request for a file, with changes.
func asked(changes map[string]any) map[string]any {
	body := map[string]any{"request_id": uuid.NewString(), "what": "people", "place_id": "qs", "format": "xlsx", "reason": "核对本小区登记"}
	for key, value := range changes {
		body[key] = value
	}
	return body
}

func TestAFileLeavesOnRecordAndMasked(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	o.bring(peopleFile(), 2)
	second := map[string]any{"login": "second", "password": password}
	body := asked(nil)
	file := o.post("/api/v1/exports", body).want(http.StatusOK)
	got := sheetOf(t, file.raw)
	id := exportID(body["request_id"].(string))
	if !strings.HasPrefix(got, "青松社区服务站 导出 "+id+" · 青松家园 · 姓clerk (clerk) · 2026-11-21 09:00 · 事由：核对本小区登记; 仅限") || !strings.Contains(got, "吴*|339999********") || strings.Contains(got, numberOf("1985-05-05", "002")) {
		t.Errorf("got = %q", got)
	}
	whole := sheetOf(t, o.post("/api/v1/exports", asked(map[string]any{"whole": true, "second_officer": second})).want(http.StatusOK).raw)
	if !strings.Contains(whole, "吴兰|"+numberOf("1985-05-05", "002")) {
		t.Errorf("whole: got = %q", whole)
	}
	text := o.post("/api/v1/exports", asked(map[string]any{"format": "csv", "what": "registrations", "from": "2026-11-21", "to": "2026-11-21"})).want(http.StatusOK)
	if !bytes.HasPrefix(text.raw, []byte("\ufeff")) || text.header.Get("Content-Type") != typeCSV || bytes.Count(text.raw, []byte("\r\n")) != 6 {
		t.Errorf("csv: got = %q", text.raw)
	}
	locked := o.post("/api/v1/exports", asked(map[string]any{"file_password": "longenough", "place_id": "c1"})).want(http.StatusOK)
	if bytes.HasPrefix(locked.raw, []byte("PK")) {
		t.Error("the file with a password is open")
	}
	o.logIn("auditor")
	log := read[ExportList](o.get("/api/v1/exports").want(http.StatusOK))
	if len(log.Items) != 4 || log.Items[3].ID != id || log.Items[3].Rows != 2 || log.Items[3].ActorName != "姓clerk" || log.Items[2].SecondName != "姓second" || !log.Items[2].Whole {
		t.Errorf("got = %+v", log)
	}
	person := read[PeopleList](o.get("/api/v1/people?q=" + numberOf("1985-05-05", "002")).want(http.StatusOK)).Items[0].ID
	seen := 0
	for _, l := range read[LookList](o.get("/api/v1/people/" + person + "/looks").want(http.StatusOK)).Items {
		if l.What == "exported" && l.Purpose == "export" && l.Reason == "核对本小区登记" {
			seen++
		}
	}
	if seen != 4 {
		t.Errorf("looks: got = %d, want 4", seen)
	}
}

// bring has a file of people imported; so many are new.
func (o *hall) bring(content string, people int) {
	o.tb.Helper()
	id := o.upload("people", content)
	o.job(id, "checked")
	o.post("/api/v1/bulk/jobs/"+id+"/import", map[string]any{"request_id": uuid.NewString()}).want(http.StatusOK)
	if j := o.job(id, "done failed"); j.Added != people {
		o.tb.Fatalf("got = %+v", j)
	}
}

func TestFilesThatDoNotLeave(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	o.bring(manyPeople(520), 520)
	o.bring(peopleFile(), 2)
	day := func(from, to string) map[string]any {
		return map[string]any{"what": "registrations", "from": from, "to": to}
	}
	for name, c := range map[string]struct {
		changes map[string]any
		want    string
	}{
		"too many":              {nil, "422 validation :export.too_many"},
		"too many for permits":  {map[string]any{"what": "permits", "place_id": "qs"}, "422 validation :export.too_many"},
		"no such place":         {map[string]any{"place_id": "wy"}, "422 validation place_id:export.place_unknown"},
		"no reason":             {map[string]any{"what": "registrations", "from": "2026-11-21", "to": "2026-11-21", "reason": " 查 "}, "422 validation reason:export.reason_required"},
		"a room for a compound": {map[string]any{"place_id": "room-1203"}, "422 validation place_id:export.place_unknown"},
		"no period":             {map[string]any{"what": "registrations"}, "422 validation from:export.period"},
		"period backwards":      {day("2026-11-21", "2026-11-20"), "422 validation from:export.period"},
		"period too long":       {day("2020-01-01", "2026-11-20"), "422 validation from:export.period"},
		"empty period":          {day("2019-01-01", "2019-01-02"), "422 validation :export.nothing"},
		"short password":        {map[string]any{"file_password": "1234567"}, "422 validation file_password:export.password_short"},
		"password of a csv":     {map[string]any{"file_password": "12345678", "format": "csv"}, "422 validation file_password:export.password_short"},
		"second wrong":          {map[string]any{"second_officer": map[string]any{"login": "second", "password": "wrong"}}, "422 validation second_officer.password:login.wrong"},
		"second is an auditor":  {map[string]any{"second_officer": map[string]any{"login": "auditor", "password": password}}, "422 validation second_officer:export.second_not_permitted"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := o.post("/api/v1/exports", asked(c.changes)).problem(); got != c.want {
				t.Errorf("got = %s, want %s", got, c.want)
			}
		})
	}
}

// manyPeople is a file of so many people, registered in 2024 in one room.
func manyPeople(count int) string {
	var b strings.Builder
	b.WriteString("姓名,证件号码,居住地址,入住日期,登记日期\n")
	for n := range count {
		born := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format("2006-01-02")
		fmt.Fprintf(&b, "范例,%s,青松家园3号楼2单元1203室,2024-05-01,2024-05-%02d\n", numberOf(born, "777"), 1+n/60)
	}
	return b.String()
}

// Above fifty rows two people agree; the one who asks does not count as the second.
func TestAboveFiftyRowsTwoAgree(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	o.bring(manyPeople(60), 60)
	period := func(login string) map[string]any {
		changes := map[string]any{"what": "registrations", "from": "2024-05-01", "to": "2024-05-01"}
		if login != "" {
			changes["second_officer"] = map[string]any{"login": login, "password": password}
		}
		return asked(changes)
	}
	for login, want := range map[string]string{"": "422 validation second_officer:export.second_required", "clerk": "422 validation second_officer:export.second_same"} {
		if got := o.post("/api/v1/exports", period(login)).problem(); got != want {
			t.Errorf("%q: got = %s, want %s", login, got, want)
		}
	}
	body := period("recorder")
	o.post("/api/v1/exports", body).want(http.StatusOK)
	o.post("/api/v1/exports", body).want(http.StatusOK) // sent again after a lost answer: the same file, once on record
	body["whole"] = true
	if got := o.post("/api/v1/exports", body).problem(); got != "409 request.reused request_id:request.reused" {
		t.Errorf("another file under the old request: got = %s", got)
	}
	o.logIn("auditor")
	if log := read[ExportList](o.get("/api/v1/exports").want(http.StatusOK)); len(log.Items) != 1 || log.Items[0].Rows != 60 {
		t.Errorf("got = %+v", log)
	}
}
