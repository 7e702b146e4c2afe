package api

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"jiezhan/app/bulk/sheet"
	"jiezhan/paper/forms"
	"jiezhan/paper/words"
	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/statistics"
	"jiezhan/station/store"
)

// StatisticsExport takes the tables of a month out as a file. Small groups are left out, whoever asks.
type StatisticsExport struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Format    string `json:"format" enum:"xlsx,pdf"`
	Version   int    `json:"version,omitempty" minimum:"0" maximum:"1000"`
	Reason    string `json:"reason" maxLength:"200"`
	Lang      string `json:"lang,omitempty" enum:"zh-CN,en"`
}

type statisticsExport struct {
	Month string `path:"month" maxLength:"7"`
	Body  StatisticsExport
}

type statisticsPaper struct {
	Month   string `path:"month" maxLength:"7"`
	Version int    `query:"version" minimum:"0" maximum:"1000"`
	Lang    string `query:"lang" enum:"zh-CN,en" default:"zh-CN"`
}

// previewStatistics pictures the sheets before they are exported. They hold counts that may be published and nobody's data, so it is no look.
func (a *API) previewStatistics(ctx context.Context, in *statisticsPaper) (*printed, error) {
	form, err := a.statisticsForm(ctx, in.Month, in.Version)
	if err != nil {
		return nil, err
	}
	form.Mark = words.Lang(in.Lang).Say("statistics.preview")
	return PaperForm{Format: "png", Lang: in.Lang}.put("statistics", form)
}

// exportStatistics records that the tables leave, and only then makes the file.
func (a *API) exportStatistics(ctx context.Context, in *statisticsExport) (*download, error) {
	b := in.Body
	form, err := a.statisticsForm(ctx, in.Month, b.Version)
	if err != nil {
		return nil, err
	}
	lang := words.Lang(b.Lang)
	if b.Lang == "" {
		lang = words.Chinese
	}
	entry := registry.RecordExport{
		ID: exportID(b.RequestID), What: registry.ExportStatistics, Scope: in.Month, Format: b.Format, Reason: strings.TrimSpace(b.Reason),
	}
	for _, t := range form.Tables {
		entry.Rows += len(t.Lines)
	}
	if _, err := execute[registry.RecordedExport](ctx, a, actor(ctx), b.RequestID, entry); err != nil {
		return nil, err
	}
	who := account(ctx)
	form.Mark = lang.Say("statistics.mark", entry.ID, who.Name+" ("+who.Login+")", a.Self.Name, a.Station.Now().In(calendar.Shanghai).Format("2006-01-02 15:04"))
	name := "statistics-" + in.Month
	if b.Format == "xlsx" {
		return statisticsBook(name, form, lang)
	}
	out, err := PaperForm{Format: "pdf", Lang: string(lang)}.put(name, form)
	if err != nil {
		return nil, err
	}
	return fileOf(name+".pdf", out.ContentType, out.Body), nil
}

// statisticsBook writes a sheet for each table, with the line that says who took it out above and below.
func statisticsBook(name string, form forms.Statistics, lang words.Lang) (*download, error) {
	var pages []sheet.Page
	for _, t := range form.Tables {
		page := sheet.Page{
			Name: lang.Say("statistics." + t.Key), Above: append([]string{form.Mark}, form.Standing(lang)...),
			Head: []string{lang.Say("statistics.community"), lang.Say("statistics.period")},
		}
		for _, c := range t.Columns {
			page.Head = append(page.Head, lang.Say("statistics.column."+c))
		}
		page.Name = strings.ReplaceAll(page.Name, ":", "") // a sheet's name has none
		page.Rows = append(t.Rows(lang), []string{lang.Say("statistics.legend")}, []string{form.Mark})
		pages = append(pages, page)
	}
	var out bytes.Buffer
	err := sheet.WriteXLSX(&out, "", pages...)
	return xlsx(name, out.Bytes()), err
}

// statisticsForm is a month as it is published.
func (a *API) statisticsForm(ctx context.Context, text string, version int) (forms.Statistics, error) {
	m, err := a.month(text)
	if err != nil {
		return forms.Statistics{}, err
	}
	return decided(ctx, a, func(q store.Query) (forms.Statistics, error) {
		report, found, err := statistics.ReportOn(q, m, version, a.today())
		if err != nil || !found {
			return forms.Statistics{}, orNotFound(err)
		}
		communities, err := area.Communities(q)
		if err != nil {
			return forms.Statistics{}, err
		}
		form := forms.Statistics{
			Issuer: a.issuer(), Month: m.First(), FreezeOn: m.FreezeOn(), Version: report.Shown, BeforeOpen: report.BeforeOpen,
			Open: list(openBefore(report), statistics.Month.First),
			Tables: list(statisticsTables(report, communities, false), func(t StatisticsTable) forms.StatisticsTable {
				return forms.StatisticsTable{Key: t.Key, Columns: t.Columns, Lines: list(t.Lines, func(l StatisticsLine) forms.StatisticsLine {
					return forms.StatisticsLine{Name: l.Name, EndedOn: l.EndedOn, Periods: [3][]string{l.ThisMonth, l.MonthBefore, l.YearToDate}}
				})}
			}),
		}
		if report.Shown > 0 {
			v := report.Versions[report.Shown-1]
			form.VersionAt, form.Reason = instantOf(v.At), v.Reason
		}
		return form, nil
	})
}

// openBefore are the months before this one that are not frozen; of this one its state is told anyway.
func openBefore(r statistics.Report) []statistics.Month {
	return slices.DeleteFunc(slices.Clone(r.Open), func(m statistics.Month) bool { return m == r.Month })
}
