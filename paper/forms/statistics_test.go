package forms

import (
	"strings"
	"testing"
	"time"

	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// sampleStatistics is an amended month of three communities, one of which ended in the year.
func sampleStatistics(tb testing.TB) Statistics {
	tb.Helper()
	line := func(name string, cells ...string) StatisticsLine {
		l := StatisticsLine{Name: name}
		for p := range l.Periods {
			l.Periods[p] = cells
		}
		return l
	}
	permits := func(accepted, issued string) []string {
		return []string{accepted, issued, "97.50", "11.25", "52", "45", "7", "6", "0", "<5", "0", "*", "<5", "0", "<5", "0"}
	}
	ended := line("白杨里社区（原第三纺织厂职工宿舍）", "", "", "", "", "", "", "", "", "")
	ended.Periods[2] = []string{"", "", "", "", "12", "9", "3", "", ""}
	ended.EndedOn = day(tb, "2026-03-01")
	return Statistics{
		Issuer: sampleIssuer(), Month: day(tb, "2026-11-01"), FreezeOn: day(tb, "2026-12-03"), Version: 2, Reason: "三件迁出补报", BeforeOpen: true,
		VersionAt: time.Date(2026, 12, 9, 2, 15, 0, 0, time.UTC), Open: []calendar.Date{day(tb, "2026-09-01"), day(tb, "2026-10-01")},
		Mark: "导出 X1A2B3C4D5E6 · 李想 (lixiang) · 青松社区便民服务站 · 2026-12-10 09:12",
		Tables: []StatisticsTable{
			{
				"population",
				[]string{"households", "verified_households", "permanent", "newcomers", "in", "out", "net", "rentals", "verified_buildings"},
				[]StatisticsLine{
					line("青松社区", "1204", "1180", "3377", "862", "45", "31", "14", "210", "24"), ended,
					line("梧桐社区", "860", "<5", "2410", "<5", "*", "*", "*", "3", "1"), line("", "2064", "*", "5787", "*", "*", "*", "*", "213", "25"),
				},
			},
			{
				"permits",
				[]string{
					"accepted", "issued", "on_time", "mean_days", "due", "done", "late", "suspended", "damaged", "lost", "changed", "refused",
					"refusal.half_year", "refusal.no_condition", "refusal.false_proof", "refusal.other",
				},
				[]StatisticsLine{line("青松社区", permits("44", "40")...), line("梧桐社区", permits("28", "21")...), line("", permits("72", "61")...)},
			},
		},
	}
}

// Who took the tables out stands on every sheet, and whether their figures are settled on the first.
func TestStatisticsSayWhoTookThemAndHowFarTheyStand(t *testing.T) {
	text := func(s Statistics, page int) string {
		d, err := s.Document(words.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, x := range d.Pages[page].Texts {
			all.WriteString(x.Text)
		}
		return all.String()
	}
	s := sampleStatistics(t)
	for page := range 2 {
		if got := text(s, page); !strings.Contains(got, s.Mark) {
			t.Errorf("sheet %d does not carry %q", page+1, s.Mark)
		}
	}
	for version, want := range map[int]string{0: "应于 2026年12月3日 起冻结", 1: "已于 2026-12-09 10:15 冻结", 2: "第 2 版，已于 2026-12-09 10:15 更正：三件迁出补报"} {
		s.Version = version
		if got := text(s, 0); !strings.Contains(got, want) {
			t.Errorf("version %d does not say %q", version, want)
		}
	}
}
