package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Each case is a change of a good registration, and what the page is told.
func TestBadBodies(t *testing.T) {
	o := openOffice(t)
	token := o.place(cardOf("范例", "1990-05-01", "123"))
	good := func() map[string]any {
		return map[string]any{"request_id": uuid.NewString(), "card_token": token, "room_id": "room-1203", "since": "2026-11-01", "statement": true}
	}
	with := func(key string, value any) func(map[string]any) { return func(m map[string]any) { m[key] = value } }
	for name, c := range map[string]struct {
		change func(map[string]any)
		want   string
	}{
		"unknown field":         {with("nmae", "x"), "422 validation nmae:unknown_field"},
		"other capitals":        {func(m map[string]any) { m["Room_ID"] = m["room_id"] }, "422 validation Room_ID:unknown_field"},
		"number for a text":     {with("room_id", 7), "422 validation room_id:wrong_type"},
		"text for a truth":      {with("statement", "yes"), "422 validation statement:wrong_type"},
		"null for a text":       {with("room_id", nil), "422 validation room_id:wrong_type"},
		"list for a text":       {with("phone", []string{"1"}), "422 validation phone:wrong_type"},
		"object for a text":     {with("phone", map[string]any{"a": 1}), "422 validation phone:wrong_type"},
		"no such day":           {with("since", "2026-02-30"), "422 validation since:date.invalid"},
		"day of another form":   {with("since", "2026/11/01"), "422 validation since:date.invalid"},
		"full-width day":        {with("since", "２０２６-11-01"), "422 validation since:date.invalid"},
		"instant for a day":     {with("since", "2026-11-01T00:00:00Z"), "422 validation since:date.invalid"},
		"empty day":             {with("since", ""), "422 validation since:date.invalid"},
		"day to come":           {with("since", "2026-11-22"), "422 validation since:residence.since_in_future"},
		"before birth":          {with("since", "1990-04-30"), "422 validation since:residence.since_before_birth"},
		"no statement":          {with("statement", false), "422 validation statement:statement.required"},
		"phone too short":       {with("phone", "1380000"), "422 validation phone:phone.invalid"},
		"phone with letters":    {with("phone", "1380000662O"), "422 validation phone:phone.invalid"},
		"phone too long":        {with("phone", strings.Repeat("1", 41)), "422 validation phone:too_long"},
		"no room":               {func(m map[string]any) { delete(m, "room_id") }, "422 validation room_id:required"},
		"unknown room":          {with("room_id", "nowhere"), "404 residence.room_unknown room_id:residence.room_unknown"},
		"a building for a room": {with("room_id", "qs3"), "404 residence.room_unknown room_id:residence.room_unknown"},
		"unknown card":          {with("card_token", "other"), "409 card.gone"},
		"request id no uuid":    {with("request_id", "1"), "422 validation request_id:request_id.invalid"},
		"two at once":           {func(m map[string]any) { m["since"], m["statement"] = "2026-11-22", false }, "422 validation since:residence.since_in_future statement:statement.required"},
	} {
		t.Run(name, func(t *testing.T) {
			body := good()
			c.change(body)
			if got := o.post("/api/v1/kiosk/residences", body).problem(); got != c.want {
				t.Errorf("got = %s, want %s", got, c.want)
			}
		})
	}
	totals, err := view(t.Context(), o.api, registry.Counts)
	if err != nil || totals != (registry.Totals{}) {
		t.Errorf("the register holds %+v (%v), want nothing", totals, err)
	}
	o.post("/api/v1/kiosk/residences", good()).want(http.StatusCreated)
}

func TestBodiesThatAreNoJSON(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct{ body, want string }{
		"empty":             {"", "400 body.malformed"},
		"cut short":         {`{"login":"cl`, "400 body.malformed"},
		"two values":        {`{"login":"a","password":"b"} {}`, "400 body.malformed"},
		"a list":            {`[]`, "422 validation :wrong_type"},
		"null":              {`null`, "422 validation :wrong_type"},
		"ten million bytes": {`{"login":"` + strings.Repeat("a", 10_000_000) + `"}`, "413 body.too_large"},
		"deep":              {strings.Repeat(`{"login":`, 20_000), "400 body.malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := o.post("/api/v1/session", c.body).problem(); got != c.want {
				t.Errorf("got = %s, want %s", got, c.want)
			}
		})
	}
	t.Run("ten million bytes of unknown length", func(t *testing.T) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.server.URL+"/api/v1/session", endless{n: new(int)})
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		if got, want := o.sendRequest(request).problem(), "413 body.too_large"; got != want {
			t.Errorf("got = %s, want %s", got, want)
		}
	})
	t.Run("a form", func(t *testing.T) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.server.URL+"/api/v1/session", strings.NewReader("login=a&password=b"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got, want := o.sendRequest(request).problem(), "415 body.unsupported_type"; got != want {
			t.Errorf("got = %s, want %s", got, want)
		}
	})
}

// endless is a body of ten million bytes whose length nobody knows beforehand.
type endless struct{ n *int }

func (e endless) Read(p []byte) (int, error) {
	if *e.n > 10_000_000 {
		return 0, http.ErrBodyReadAfterClose
	}
	for i := range p {
		p[i] = ' '
	}
	*e.n += len(p)
	return len(p), nil
}

func TestBadQueries(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	for path, want := range map[string]string{
		"/api/v1/cases?view=all":                       "422 validation view:not_listed",
		"/api/v1/cases?limit=0":                        "422 validation limit:too_small",
		"/api/v1/cases?limit=201":                      "422 validation limit:too_big",
		"/api/v1/cases?limit=many":                     "422 validation limit:wrong_type",
		"/api/v1/cases?veiw=today":                     "422 validation veiw:unknown_field",
		"/api/v1/cases?cursor=garbage":                 "422 validation cursor:permit.cursor_invalid",
		"/api/v1/people":                               "422 validation q:required",
		"/api/v1/people?q=a&cursor=-1":                 "422 validation cursor:format.invalid",
		"/api/v1/people?q=" + strings.Repeat("a", 101): "422 validation q:too_long",
		"/api/v1/people/x?purpose=curiosity":           "422 validation purpose:not_listed",
		"/api/v1/people/x":                             "422 validation purpose:required",
		"/api/v1/area?parent=nowhere":                  "404 not_found",
		"/api/v1/area?kind=street":                     "422 validation kind:not_listed",
		"/api/v1/nothing":                              "404 not_found",
		"/api/v1/journal?limit=0":                      "422 validation limit:too_small",
		"/api/v1/journal?limit=501":                    "422 validation limit:too_big",
		"/api/v1/conflicts?state=half":                 "422 validation state:not_listed",
		"/api/v1/conflicts?page=2":                     "422 validation page:unknown_field",
		"/api/v1/conflicts/nothing":                    "404 not_found",
		"/api/v1/permit-applications/nothing":          "404 not_found",
	} {
		if got := o.get(path).problem(); got != want {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
	wrong := o.send(http.MethodPut, "/api/v1/session", nil)
	if got, want := wrong.problem(), "405 method_not_allowed"; got != want || wrong.header.Get("Allow") != "DELETE, GET, POST" {
		t.Errorf("PUT = %s, allow %q", got, wrong.header.Get("Allow"))
	}
}

// What a card holds is judged before anybody fills in a form.
func TestCardsTheRegisterDoesNotTake(t *testing.T) {
	o := openOffice(t)
	sound := cardOf("范例", "1990-05-01", "123")
	for name, c := range map[string]struct {
		number, birth string
		want          string
	}{
		"sound":          {sound.IDNumber, sound.Birth, ""},
		"fifteen digits": {"339999900501123", sound.Birth, "citizen_number.fifteen_digits"},
		"wrong check":    {sound.IDNumber[:17] + string('0'+(sound.IDNumber[17]-'0'+1)%10), sound.Birth, "citizen_number.checksum"},
		"too short":      {"33999", sound.Birth, "citizen_number.format"},
		"no birth":       {sound.IDNumber, "", "person.birth_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			card := sound
			card.IDNumber, card.Birth = c.number, c.birth
			holder := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{o.place(card)}))
			if holder.Register.Code != c.want || holder.Register.Allowed != (c.want == "") {
				t.Errorf("register = %+v, want %s", holder.Register, c.want)
			}
		})
	}
}

// A name outside the basic plane comes back as it went in, and an unknown area code only warns.
func TestRareNames(t *testing.T) {
	o := openOffice(t)
	name := "䶮𬭎𠅤"
	token := o.place(cardOf(name, "1990-05-01", "123"))
	card := read[CardState](o.get("/api/v1/kiosk/card")).Card
	if card.Name != "䶮*𠅤" || len(card.Warnings) != 1 || card.Warnings[0] != "citizen_number.unknown_area" {
		t.Errorf("card = %+v", card)
	}
	o.post("/api/v1/kiosk/residences", RegisterInput{RequestID: uuid.NewString(), CardToken: token, RoomID: "room-1203", Since: dateOf("2026-11-01"), Statement: true}).want(http.StatusCreated)
	got, err := view(t.Context(), o.api, func(q store.Query) (registry.Person, error) {
		p, _, err := registry.PersonByNumber(q, numberOf("1990-05-01", "123"))
		return p, err
	})
	if err != nil || got.NameFull != name {
		t.Errorf("name = %q (%v), want %q", got.NameFull, err, name)
	}
}

// A problem never repeats what was sent: it may be personal.
func TestProblemsRepeatNoValues(t *testing.T) {
	o := openOffice(t)
	secret := "秘密的值"
	body, err := json.Marshal(map[string]any{"login": []string{secret}, "password": map[string]any{secret: secret}, "other": secret})
	if err != nil {
		t.Fatal(err)
	}
	if a := o.post("/api/v1/session", string(body)); strings.Contains(string(a.raw), secret) {
		t.Errorf("answer = %s", a.raw)
	}
}
