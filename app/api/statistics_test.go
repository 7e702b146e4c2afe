package api

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"jiezhan/station/registry"
)

type freezeBody struct {
	RequestID string `json:"request_id"`
}

// figure is a cell of the population table: of a community, or of the total for "".
func (s Statistics) figure(column, community string) string {
	t := s.Tables[0]
	for _, l := range t.Lines {
		if l.CommunityID == community {
			return l.ThisMonth[slices.Index(t.Columns, column)]
		}
	}
	return "no line"
}

// A month from its first day to an amendment, with everybody who looks at it.
func TestAMonthOfStatistics(t *testing.T) {
	o := openOffice(t)
	o.settle(cardOf("吴玉兰", "1990-05-01", "124"), "2026-11-20")
	o.logIn("recorder")
	const path = "/api/v1/statistics/2026-11"
	running := read[Statistics](o.get(path))
	if running.State != "provisional" || running.FreezeOn.String() != "2026-12-03" || running.AsOf.String() != "2026-11-21" || running.MayFreeze || running.figure("newcomers", "c1") != "1" {
		t.Errorf("running = %+v", running)
	}
	if got, want := o.post(path+"/freeze", freezeBody{uuid.NewString()}).problem(), "422 validation month:statistics.too_early"; got != want {
		t.Errorf("before its end = %s, want %s", got, want)
	}
	if got := read[Statistics](o.get(path + "?published=true")); got.Exact || got.figure("newcomers", "c1") != "<5" || got.figure("newcomers", "") != "<5" {
		t.Errorf("published = %+v", got.Tables[0].Lines)
	}
	o.clock.forward(12 * 24 * time.Hour) // 3 December
	o.logIn("recorder")
	if got := read[Statistics](o.get(path)); !got.MayFreeze {
		t.Errorf("on its day = %+v", got)
	}
	request := freezeBody{uuid.NewString()}
	frozen := read[Statistics](o.post(path+"/freeze", request))
	if frozen.State != "frozen" || frozen.Version != 1 || frozen.Versions[0].OfficerName != "姓recorder" || frozen.MayFreeze || !frozen.MayAmend {
		t.Errorf("frozen = %+v", frozen)
	}
	if again := read[Statistics](o.post(path+"/freeze", request)); again.Version != 1 {
		t.Errorf("the same request again = %+v", again.Versions)
	}
	if got, want := o.post(path+"/freeze", freezeBody{uuid.NewString()}).problem(), "409 statistics.frozen_already month:statistics.frozen_already"; got != want {
		t.Errorf("again = %s, want %s", got, want)
	}
	if got := read[StatisticsRecount](o.get(path + "/recount")); got.Version != 1 || len(got.Differences) != 0 {
		t.Errorf("recount = %+v", got)
	}
	o.amendedLater(path)
}

// amendedLater has the person's registration end in November after the freeze, and the month amended.
func (o *hall) amendedLater(path string) {
	t := o.tb
	t.Helper()
	o.do(registry.EndResidence{ResidenceID: "res-124", On: dateOf("2026-11-25"), Reason: registry.MovedAway})
	if got := read[StatisticsRecount](o.get(path + "/recount")); len(got.Differences) != 2 || got.Differences[0] != (StatisticsDifference{"青松社区", "newcomers", 1, 0}) {
		t.Errorf("recount = %+v", got)
	}
	amend := StatisticsAmendment{uuid.NewString(), 1, "迁出补报", LoginInput{"second", "wrong"}}
	if got, want := o.post(path+"/amend", amend).problem(), "422 validation second_officer.password:login.wrong"; got != want {
		t.Errorf("a wrong password = %s, want %s", got, want)
	}
	amend.RequestID, amend.SecondOfficer.Password = uuid.NewString(), password
	amended := read[Statistics](o.post(path+"/amend", amend))
	if amended.State != "amended" || amended.Versions[1].SecondName != "姓second" || amended.figure("newcomers", "c1") != "0" {
		t.Errorf("amended = %+v", amended)
	}
	if first := read[Statistics](o.get(path + "?version=1")); first.figure("newcomers", "c1") != "1" || first.State != "frozen" || first.MayAmend {
		t.Errorf("version 1 = %+v", first)
	}
	if got := o.get(path + "?version=3").problem(); got != "404 not_found" {
		t.Errorf("version 3 = %s", got)
	}
}

// Who has no people before them sees no small group; and nothing else does, by whatever way.
func TestSmallGroupsAreShownToNobodyElse(t *testing.T) {
	o := openOffice(t)
	o.settle(cardOf("吴玉兰", "1990-05-01", "124"), "2026-11-20")
	for role, want := range map[string]string{"clerk": "1", "recorder": "1", "auditor": "<5", "admin": "<5"} {
		o.logIn(role)
		if got := read[Statistics](o.get("/api/v1/statistics/2026-11")); got.figure("newcomers", "c1") != want || got.MayExact != (want == "1") {
			t.Errorf("%s = %s, want %s", role, got.figure("newcomers", "c1"), want)
		}
	}
	for text, want := range map[string]string{
		"2026-12": "422 validation month:statistics.month_invalid", "2026-13": "422 validation month:statistics.month_invalid", "november": "422 validation month:too_long",
	} {
		if got := o.get("/api/v1/statistics/" + text).problem(); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
}

// A file that leaves names who took it and when, is on record before it is made, and holds no small group, not even for a recorder.
func TestStatisticsAsFiles(t *testing.T) {
	o := openOffice(t)
	o.settle(cardOf("吴玉兰", "1990-05-01", "124"), "2026-11-20")
	o.logIn("recorder")
	const path = "/api/v1/statistics/2026-11/export"
	if got, want := o.post(path, StatisticsExport{RequestID: uuid.NewString(), Format: "xlsx", Reason: "报"}).problem(), "422 validation reason:export.reason_required"; got != want {
		t.Errorf("without a reason = %s, want %s", got, want)
	}
	file := o.post(path, StatisticsExport{RequestID: uuid.NewString(), Format: "xlsx", Reason: "报区统计局"})
	book, err := excelize.OpenReader(bytes.NewReader(file.raw))
	if err != nil || !strings.Contains(file.header.Get("Content-Disposition"), "statistics-2026-11.xlsx") {
		t.Fatalf("%d %s: %v", file.status, file.header, err)
	}
	rows, err := book.GetRows("表一 人口与房屋")
	if err != nil || len(book.GetSheetList()) != 2 {
		t.Fatalf("sheets %v: %v", book.GetSheetList(), err)
	}
	var cells []string
	for _, row := range rows {
		cells = append(cells, strings.Join(row, "|"))
	}
	text := strings.Join(cells, "\n")
	for _, want := range []string{"姓recorder (recorder) · 青松社区服务站 · 2026-11-21 09:00", "应于 2026年12月3日 起冻结", "青松社区|本月|0|0|0|<5|<5|*|*|0|0"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q:\n%s", want, text)
		}
	}
	sheets := o.post(path, StatisticsExport{RequestID: uuid.NewString(), Format: "pdf", Reason: "存档", Lang: "en"})
	if sheets.status != http.StatusUnprocessableEntity { // two characters say too little
		t.Errorf("a short reason = %d", sheets.status)
	}
	sheets = o.post(path, StatisticsExport{RequestID: uuid.NewString(), Format: "pdf", Reason: "每月存档", Lang: "en"})
	if sheets.status != http.StatusOK || !bytes.HasPrefix(sheets.raw, []byte("%PDF")) {
		t.Errorf("pdf = %d %.40s", sheets.status, sheets.raw)
	}
	if picture := o.get("/api/v1/statistics/2026-11/paper"); picture.status != http.StatusOK || !bytes.HasPrefix(picture.raw, []byte("\x89PNG")) {
		t.Errorf("preview = %d", picture.status)
	}
	o.logIn("auditor")
	log := read[ExportList](o.get("/api/v1/exports")).Items
	if len(log) != 2 || log[1].What != "statistics" || log[1].Scope != "2026-11" || log[1].Format != "xlsx" || log[1].Reason != "报区统计局" || log[0].Format != "pdf" {
		t.Errorf("on record = %+v", log)
	}
}
