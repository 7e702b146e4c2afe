package api

import "net/http"

// HousingNode is one line of the address tree as staff see it: every kind, closed places too.
type HousingNode struct {
	ID        string `json:"id"`
	Kind      string `json:"kind" enum:"province,prefecture,county,street_office,community,grid,compound,road,gate_number,building,unit,floor,room,bed"`
	Name      string `json:"name"`
	Number    string `json:"number,omitempty"`
	Label     string `json:"label" doc:"Full address from the compound or the road down"`
	Parent    string `json:"parent,omitempty"`
	Grid      string `json:"grid,omitempty" doc:"The grid it lies in, no part of the address"`
	Community string `json:"community,omitempty" doc:"12-digit code"`
	Use       string `json:"use,omitempty" enum:"living,kitchen,bathroom,balcony,basement,other"`
	Children  int    `json:"children"`
	From      string `json:"from,omitempty" format:"date"`
	ClosedOn  string `json:"closed_on,omitempty" format:"date"`
}

// HousingList is what hangs below a place.
type HousingList struct {
	Items []HousingNode `json:"items"`
}

// HousingPlace is one place with where it lies and what it was called.
type HousingPlace struct {
	Node HousingNode `json:"node"`
	// Above are the places above it, the topmost first.
	Above       []HousingNode   `json:"above"`
	GridName    string          `json:"grid_name,omitempty"`
	FormerNames []HousingFormer `json:"former_names"`
	// Came and Became are communities that it came of, or that came of it.
	Came   []HousingNode `json:"came"`
	Became []HousingNode `json:"became"`
	// Members are the buildings and units that lie in it, where it is a grid.
	Members []HousingNode `json:"members"`
	// Grids are those of its community.
	Grids []HousingNode `json:"grids"`
}

// HousingFormer is a name that a place had.
type HousingFormer struct {
	Name  string `json:"name"`
	Until string `json:"until" format:"date"`
}

// RoomFile is what the office knows of a room: who lives there by the register, masked, and what was seen of it.
type RoomFile struct {
	Node      HousingNode   `json:"node"`
	Occupants []Occupant    `json:"occupants"`
	Seen      *RoomSeen     `json:"seen,omitempty"`
	Now       RoomSituation `json:"now"`
}

// RoomSituation are the counts of a room.
type RoomSituation struct {
	Registered int `json:"registered"`
	Households int `json:"households"`
}

// Occupant is one line of a room file, masked.
type Occupant struct {
	PersonID   string `json:"person_id"`
	Name       string `json:"name"`
	IDNumber   string `json:"id_number"`
	Registered bool   `json:"registered" doc:"Has an open registration in this room"`
	Since      string `json:"since,omitempty" format:"date"`
	Number     string `json:"number,omitempty" doc:"Of the registration"`
	Household  int    `json:"household,omitempty" doc:"Counts the households of the room; 0 for none"`
}

// RoomSeen is the last statement about a room.
type RoomSeen struct {
	State       string `json:"state" enum:"empty,let,owner"`
	ConfirmedOn string `json:"confirmed_on" format:"date"`
	ConfirmedBy string `json:"confirmed_by" doc:"Name of the account"`
}

// FoundCommunity is a community that a name leads to.
type FoundCommunity struct {
	Node HousingNode `json:"node"`
	Via  string      `json:"via,omitempty" doc:"The former community that the name belongs to"`
}

// FoundCommunities are the communities that a name leads to.
type FoundCommunities struct {
	Items []FoundCommunity `json:"items"`
}

type housingQuery struct {
	Parent string `query:"parent" maxLength:"64"`
}

type communityQuery struct {
	Q string `query:"q" required:"true" maxLength:"64"`
}

const housingPath = "/api/v1/housing"

func (a *API) housingRoutes() {
	const see, manage, node = "area.read", "area.manage", housingPath + "/nodes/{id}"
	get, post := http.MethodGet, http.MethodPost
	answer(a, route{method: get, path: housingPath + "/tree", id: "housing-tree", need: see}, a.housingTree)
	answer(a, route{method: get, path: node, id: "housing-place", need: see}, a.housingPlace)
	answer(a, route{method: get, path: housingPath + "/communities", id: "housing-communities", need: see}, a.findCommunities)
	answer(a, route{method: get, path: housingPath + "/rooms/{id}", id: "housing-room", need: "person.read"}, a.openRoom)
	answer(a, route{method: get, path: node + "/coverage", id: "housing-coverage", need: see}, a.housingCoverage)
	answer(a, route{method: get, path: node + "/gaps", id: "housing-gaps", need: see}, a.housingGaps)
	answer(a, route{method: get, path: node + "/plan", id: "housing-plan", need: see}, a.housingPlan)

	answer(a, route{method: post, path: housingPath + "/nodes", id: "housing-add", need: manage, status: http.StatusCreated}, a.addPlaces)
	answer(a, route{method: post, path: housingPath + "/ranges", id: "housing-range", need: manage}, a.addRange)
	answer(a, route{method: post, path: node + "/rename", id: "housing-rename", need: manage}, a.renamePlace)
	answer(a, route{method: post, path: node + "/close", id: "housing-close", need: manage}, a.closePlace)
	answer(a, route{method: post, path: node + "/reopen", id: "housing-reopen", need: manage}, a.reopenPlace)
	answer(a, route{method: post, path: housingPath + "/grids", id: "housing-grid", need: manage}, a.assignGrid)
	answer(a, route{method: post, path: housingPath + "/rooms/{id}/seen", id: "housing-seen", need: manage}, a.stateOccupancy)
	answer(a, route{method: post, path: node + "/positions", id: "housing-positions", need: manage}, a.placeBuildings)
	answer(a, route{method: post, path: node + "/proposal", id: "housing-propose", need: manage}, a.proposeNumbers)
	answer(a, route{method: post, path: node + "/verification", id: "housing-verify", need: manage}, a.verifyNumbers)
	answer(a, route{method: post, path: housingPath + "/reorganisation", id: "housing-reorganise", need: "area.reorganise"}, a.reorganise)
}
