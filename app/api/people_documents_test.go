package api

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/staff"
)

// hireArchivist opens an account of the archive.
func (o *hall) hireArchivist() {
	o.tb.Helper()
	hash, err := staff.HashPassword(password, cheap)
	if err != nil {
		o.tb.Fatal(err)
	}
	o.do(staff.CreateAccount{Login: "archive", Name: "姓archive", Role: staff.Archivist, PasswordHash: hash})
}

// A new card with another name, and what the record says of it before and after.
func TestANewDocumentAtTheWindow(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	first := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("范小例", "1990-03-07", "771"))).want(http.StatusCreated))
	path := "/api/v1/people/" + first.PersonID + "/documents"
	card := typedOf("范大例", "1990-03-07", "771")
	card.ValidFrom, card.ValidTo = dateOf("2026-11-10"), dateOf("2046-11-10")
	form := DocumentInput{RequestID: uuid.NewString(), Document: card}
	if got := o.post(path, form).problem(); got != "409 document.name_differs card.name:document.name_differs" {
		t.Errorf("another name = %s", got)
	}
	form.RequestID, form.Renamed, form.Reason = uuid.NewString(), true, "户口簿变更页"
	for range 2 { // a second press of the button adds nothing
		o.post(path, form).want(http.StatusCreated)
	}
	record := o.openedFile(first.PersonID)
	if len(record.Documents) != 2 || len(record.Warnings) != 0 || !slices.Contains(record.Documents[0].Warnings, "citizen_number.unknown_area") {
		t.Errorf("record = %+v", record)
	}
	if c := record.File.Corrections; len(c) != 1 || c[0].Field != "former_name" || c[0].Before != "范*例" {
		t.Errorf("corrections = %+v", c)
	}
	form.Document.NumberAgain = numberOf("1990-03-07", "773")
	if got := o.post(path, form).problem(); got != "422 validation number_again:document.number_differs" {
		t.Errorf("typed differently = %s", got)
	}
}

// A death told of the wrong person closes the record at once, side by side and on paper too; the archive takes it back with a clerk standing by.
func TestARecordThatWasClosedByMistake(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	first := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("范小例", "1990-03-07", "771"))).want(http.StatusCreated))
	other := newcomer(typedOf("吴玉兰", "1990-05-01", "124"))
	other.RoomID = "room-1204"
	second := read[CounterRegistered](o.post("/api/v1/residences", other).want(http.StatusCreated))
	residence := "/api/v1/residences/" + first.ID
	o.post(residence+"/end", EndInput{uuid.NewString(), dateOf("2026-11-20"), "deceased"}).want(http.StatusNoContent)
	for _, path := range []string{
		"/api/v1/people/" + first.PersonID + "?purpose=counter",
		"/api/v1/duplicates/pair?a=" + second.PersonID + "&b=" + first.PersonID,
		"/api/v1/registrations/" + first.ID + "/papers/receipt",
	} {
		if got := o.get(path).problem(); got != "403 person.closed" {
			t.Errorf("%s = %s", path, got)
		}
	}
	o.hireArchivist()
	o.logIn("archive")
	form := ReopenInput{RequestID: uuid.NewString(), Reason: "选错了人"}
	if got := o.post(residence+"/reopen", form).problem(); got != "422 validation second_officer:residence.reopen_second_officer" {
		t.Errorf("alone = %s", got)
	}
	form.RequestID, form.SecondOfficer = uuid.NewString(), &LoginInput{Login: "clerk", Password: "not the password"}
	if got := o.post(residence+"/reopen", form).problem(); got != "422 validation second_officer.password:login.wrong" {
		t.Errorf("with a wrong password = %s", got)
	}
	form.SecondOfficer.Password = password
	o.post(residence+"/reopen", form).want(http.StatusNoContent)
	o.logIn("clerk")
	record := o.openedFile(first.PersonID)
	if record.Registrations[0].State != "active" || record.File.Corrections[0].Field != "ended_on" || record.File.Corrections[0].SecondOfficer != "姓clerk" {
		t.Errorf("record = %+v", record)
	}
}

// A restricted record is closed to the window and leaves in no file, until the restriction is lifted; its holder still sees what was answered.
func TestARecordThatIsOnlyStored(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	first := read[CounterRegistered](o.post("/api/v1/residences", newcomer(typedOf("范小例", "1990-03-07", "771"))).want(http.StatusCreated))
	person := "/api/v1/people/" + first.PersonID
	made := read[DataRequestMade](o.post(person+"/data-requests", DataRequestInput{uuid.NewString(), "restriction", ""}).want(http.StatusCreated))
	row := read[DataRequestList](o.get("/api/v1/data-requests")).Items[0]
	if row.Request.Number != made.Number || row.Restricts {
		t.Fatalf("row = %+v", row)
	}
	request := "/api/v1/data-requests/" + row.Request.ID
	o.post(request+"/answer", DataAnswerInput{uuid.NewString(), true, "已限制使用"}).want(http.StatusNoContent)
	for _, path := range []string{person + "?purpose=counter", "/api/v1/registrations/" + first.ID + "/papers/receipt"} {
		if got := o.get(path).problem(); got != "403 person.restricted" {
			t.Errorf("%s = %s", path, got)
		}
	}
	export := ExportInput{RequestID: uuid.NewString(), What: "people", PlaceID: "qs", Format: "csv", Reason: "核对小区登记", Lang: "zh-CN"}
	if got := o.post("/api/v1/exports", export).problem(); got != "422 validation :export.nothing" {
		t.Errorf("in a file = %s", got)
	}
	if got := read[DataRequestList](o.get("/api/v1/data-requests?state=answered")).Items; len(got) != 1 || !got[0].Restricts {
		t.Errorf("answered = %+v", got)
	}
	o.post(request+"/lift", LiftInput{uuid.NewString(), "本人要办居住证"}).want(http.StatusNoContent)
	if got := o.openedFile(first.PersonID).File.DataRequests; len(got) != 1 || got[0].Answer != "已限制使用" {
		t.Errorf("requests = %+v", got)
	}
}
