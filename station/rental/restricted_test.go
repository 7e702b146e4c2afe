package rental

import (
	"testing"

	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Somebody whose data are only stored is neither entered as a tenant nor matched; a tenancy that was entered before ends as any other.
func TestATenantWhoseRecordIsRestricted(t *testing.T) {
	o := openOffice(t)
	f := must[StoredFile](o, clerk(), OpenFile{RoomID: "r1203", Terms: o.terms()})
	here := o.registered("102", "r1203", "2026-10-02")
	tenant := must[StoredTenant](o, clerk(), AddTenant{RentalID: f.ID, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-10-01")})
	asked := must[registry.MadeDataRequest](o, clerk(), registry.MakeDataRequest{PersonID: here.PersonID, Request: "restriction", Channel: "counter"})
	must[registry.AnsweredDataRequest](o, clerk(), registry.AnswerDataRequest{ID: asked.ID, Granted: true, Answer: "已限制使用"})

	if got := o.answer(clerk(), MatchTenant{RentalID: f.ID, TenantID: tenant.ID, ResidenceID: here.ID}); got != "id_number:person.restricted" {
		t.Errorf("matched = %q", got)
	}
	if read(o, func(q store.Query) (bool, error) {
		_, found, err := Candidate(q, o.file(f.ID), Tenant{IDNumber: number("102")})
		return found, err
	}) {
		t.Error("a registration is offered for the match")
	}
	must[StoredTenant](o, clerk(), TenantLeft{RentalID: f.ID, TenantID: tenant.ID, On: day(t, "2026-11-01")})
	if got := o.answer(clerk(), AddTenant{RentalID: f.ID, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-11-02")}); got != "id_number:person.restricted" {
		t.Errorf("entered anew = %q", got)
	}
}
