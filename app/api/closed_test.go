package api

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// The record of somebody who died stays open for the window until the permit has ended, and then for the archive alone.
func TestTheRecordOfSomebodyWhoDied(t *testing.T) {
	o := openOffice(t)
	hash, err := staff.HashPassword(password, cheap)
	if err != nil {
		t.Fatal(err)
	}
	o.do(staff.CreateAccount{Login: "archive", Name: "姓archive", Role: staff.Archivist, PasswordHash: hash})
	id := o.issue(cardOf("吴玉兰", "1990-05-01", "124"), "B3399990000017")
	permits, person := "/api/v1/permits/"+id, "/api/v1/people/person-124"
	o.do(registry.EndResidence{ResidenceID: "res-124", On: calendarDay(o), Reason: registry.Deceased})
	application := read[Person](o.get(person + "?purpose=counter")).Applications[0].ID
	ended := read[PermitFile](o.post(permits+"/end", EndPermitInput{RequestID: uuid.NewString(), Reason: "deceased", On: calendarDay(o)}))
	if ended.Permit.State != "ended" || ended.EndReason != "deceased" {
		t.Errorf("ended = %+v", ended)
	}
	paths := []string{permits, person + "?purpose=counter", "/api/v1/permit-applications/" + application}
	for _, path := range paths {
		if got, want := o.get(path).problem(), "403 person.closed"; got != want {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
	if got, want := o.post(person+"/reveal", RevealInput{"name", "核对"}).problem(), "403 person.closed"; got != want {
		t.Errorf("revealing = %s, want %s", got, want)
	}
	o.logIn("archive")
	for _, path := range paths {
		o.get(path).want(http.StatusOK)
	}
	o.post(person+"/reveal", RevealInput{"name", "档案查询"}).want(http.StatusOK)
}
