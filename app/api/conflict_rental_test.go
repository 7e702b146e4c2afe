package api

import (
	"encoding/json"
	"strings"
	"testing"

	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/rental"
	"jiezhan/station/store"
)

// A report that did not fit shows what the landlord entered, masked, and can be given up; it is nobody's case and cannot be attached to one.
func TestAReportThatDidNotFitIsShownMasked(t *testing.T) {
	o := openOffice(t)
	point := o.landlord()
	report := rental.ReportTenant{
		PremisesID: point.Premises[0].ID, Name: "租客一", IDNumber: numberOf("1990-01-01", "102"), Since: date(t, "2026-11-18"), HeadCount: 1,
	}
	for name, c := range map[string]struct {
		command ledger.Command
		want    string
	}{
		"a tenant":   {report, "number=N-1 station=青松社区服务站 address=青松家园3号楼2单元1203室 name=租*一 id_number=339999********" + report.IDNumber[14:] + " since=2026-11-18"},
		"a leaving":  {rental.ReportLeaving{StartID: "x", On: date(t, "2026-11-20")}, "number=N-1 station=青松社区服务站 ended_on=2026-11-20"},
		"a register": {rental.KeepRegister{PremisesID: "x", Day: date(t, "2026-11-20"), Guests: 3}, "number=N-1 station=青松社区服务站 registered_on=2026-11-20"},
	} {
		payload, err := json.Marshal(c.command)
		if err != nil {
			t.Fatal(err)
		}
		item := conflict.Item{Kind: c.command.Kind(), Payload: payload, Number: "N-1", Station: "s1", State: conflict.Pending}
		d, err := view(t.Context(), o.api, func(q store.Query) (dossier, error) { return o.api.dossier(q, item, "") })
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, v := range d.mine {
			shown = append(shown, v.field+"="+v.shown)
		}
		if got := strings.Join(shown, " "); got != c.want || strings.Join(d.allowed(item), " ") != "drop" {
			t.Errorf("%s = %q %v, want %q and drop", name, got, d.allowed(item), c.want)
		}
	}
}
