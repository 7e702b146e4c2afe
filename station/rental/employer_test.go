package rental

import "testing"

// An employer reports who begins to work and who leaves: no rental file comes of it, and the clerk sees each once.
func TestAnEmployerReportsWhoWorksThere(t *testing.T) {
	o := openOffice(t)
	r := must[StoredReporter](o, clerk(), CreateReporter{Who: Employer, Name: "范例电子厂", Phone: "13800006622", PINHash: hash(t)})
	p := must[StoredPremises](o, clerk(), BindPremises{ReporterID: r.ID, What: Workplace, Title: "范例电子厂", AreaID: "b3"})
	start := must[SentReport](o, by(r.ID), ReportTenant{PremisesID: p.ID, Name: "员工一", IDNumber: number("301"), Since: day(t, "2026-11-16")})
	again := ReportTenant{PremisesID: p.ID, IDNumber: number("301"), Since: day(t, "2026-11-16")}
	if got := o.answer(by(r.ID), again); got != "id_number:report.already_sent" {
		t.Errorf("reported twice = %q", got)
	}
	for _, id := range []string{start.ID, must[SentReport](o, by(r.ID), ReportLeaving{StartID: start.ID, On: day(t, "2026-11-17")}).ID} {
		if judged := must[JudgedReport](o, clerk(), AcceptReport{ID: id}); judged.RentalID != "" {
			t.Errorf("judged = %+v", judged)
		}
		if got := o.answer(clerk(), AcceptReport{ID: id}); got != "id:report.judged" {
			t.Errorf("judged twice = %q", got)
		}
	}
	if got := o.listed(FileQuery{Which: ActiveFiles}); got != "" {
		t.Errorf("files = %q", got)
	}
	must[SentReport](o, by(r.ID), again) // back at work
	if got := o.answer(by(r.ID), KeepRegister{PremisesID: p.ID, Day: day(t, "2026-11-18"), Guests: 3}); got != "premises_id:premises.no_register" {
		t.Errorf("a register of a workplace = %q", got)
	}
}
