package api

import (
	"context"
	"net/http"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/search"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// SearchAnswer is what one box finds, group by group. A group that the role may not see is empty.
type SearchAnswer struct {
	People  FoundPeople  `json:"people"`
	Places  FoundPlaces  `json:"places"`
	Permits FoundPermits `json:"permits"`
	Cases   FoundCases   `json:"cases"`
	// NeedsPurpose says that a name with the last four of a number is looked for only once a purpose is stated.
	NeedsPurpose bool  `json:"needs_purpose" doc:"Nobody was found; a name with the last four of a number needs a purpose"`
	TookUS       int64 `json:"took_us" doc:"Time of the search in microseconds"`
}

// FoundPeople are masked lines of people.
type FoundPeople struct {
	Items []PersonRow `json:"items"`
	More  bool        `json:"more"`
}

// FoundPlaces are communities, compounds, roads, houses, buildings, units and rooms.
type FoundPlaces struct {
	Items []FoundPlace `json:"items"`
	More  bool         `json:"more"`
}

// FoundPlace is one place.
type FoundPlace struct {
	ID    string `json:"id"`
	Kind  string `json:"kind" enum:"community,compound,road,gate_number,building,unit,room"`
	Name  string `json:"name"`
	Label string `json:"label" doc:"Full address from the compound down"`
	Via   string `json:"via,omitempty" doc:"The former community that was asked for"`
}

// FoundPermits are masked permits.
type FoundPermits struct {
	Items []FoundPermit `json:"items"`
	More  bool          `json:"more"`
}

// FoundPermit is one permit, masked.
type FoundPermit struct {
	ID           string `json:"id"`
	NumberMasked string `json:"number_masked"`
	PersonID     string `json:"person_id"`
	Holder       string `json:"holder"`
	State        string `json:"state"`
	Matched      string `json:"matched" enum:"number,name,pinyin,id_number,address,phone"`
}

// FoundCases are lines of cases, masked.
type FoundCases struct {
	Items []CaseRow `json:"items"`
	More  bool      `json:"more"`
}

type searchQuery struct {
	Q       string `query:"q" required:"true" maxLength:"100"`
	Purpose string `query:"purpose" enum:"case,counter,correction,audit" doc:"What the search is for; a name with the last four of a number is looked for only with one"`
	Limit   int    `query:"limit" minimum:"1" maximum:"20" default:"6"`
}

func (a *API) searchRoutes() {
	answer(a, route{method: http.MethodGet, path: "/api/v1/search", id: "search", need: loggedOn}, a.findAll)
}

// purposeOfList is what stands on record for a list that was shown: the purpose stated, or that it was a search.
func purposeOfList(stated string) string {
	if stated == "" {
		return "search"
	}
	return stated
}

// findAll answers the one box. Whoever is among the answers stands on record as seen.
func (a *API) findAll(ctx context.Context, in *searchQuery) (SearchAnswer, error) {
	begin := a.Wall()
	role := account(ctx).Role
	var seen []string
	found, err := view(ctx, a, func(q store.Query) (SearchAnswer, error) {
		found, err := search.Find(q, search.Question{
			Text: in.Q, Today: a.today(), Limit: in.Limit, People: role.May(staff.PersonRead), Cases: role.May(staff.CaseRead), Stated: in.Purpose != "",
		})
		if err != nil {
			return SearchAnswer{}, err
		}
		seen = seenIn(found)
		return a.searchAnswer(q, found)
	})
	if err != nil {
		return SearchAnswer{}, err
	}
	found.TookUS = a.Wall().Sub(begin).Microseconds()
	return found, a.listed(ctx, purposeOfList(in.Purpose), seen)
}

func (a *API) searchAnswer(q store.Query, found search.Answer) (SearchAnswer, error) {
	people, matched := make([]registry.Person, len(found.People.Items)), map[string]string{}
	for i, p := range found.People.Items {
		people[i], matched[p.ID] = p.Person, p.Matched
	}
	rows, err := personRows(q, people, matched)
	return SearchAnswer{
		People:       FoundPeople{Items: rows, More: found.People.More},
		Places:       FoundPlaces{Items: list(found.Places.Items, foundPlace), More: found.Places.More},
		Permits:      FoundPermits{Items: list(found.Permits.Items, foundPermit), More: found.Permits.More},
		Cases:        FoundCases{Items: list(found.Cases.Items, a.caseRow), More: found.Cases.More},
		NeedsPurpose: found.NeedsPurpose,
	}, err
}

// seenIn names everybody of whom a line is shown, each once.
func seenIn(found search.Answer) []string {
	var ids []string
	known := map[string]bool{}
	add := func(id string) {
		if !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
	}
	for _, p := range found.People.Items {
		add(p.ID)
	}
	for _, p := range found.Permits.Items {
		add(p.PersonID)
	}
	for _, c := range found.Cases.Items {
		add(c.PersonID)
	}
	return ids
}

func foundPlace(p area.FoundPlace) FoundPlace {
	return FoundPlace{ID: p.ID, Kind: string(p.Kind), Name: p.Name, Label: p.Label, Via: p.Via}
}

func foundPermit(p search.Permit) FoundPermit {
	return FoundPermit{
		ID: p.ID, NumberMasked: permit.MaskNumber(p.Number), PersonID: p.PersonID, Holder: identity.MaskName(p.Holder), State: string(p.State), Matched: p.Matched,
	}
}
