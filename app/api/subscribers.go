package api

import "net/http"

// Subscriber is a party whose panel reports to this office (联网用户). Personal values are masked; single ones are shown by reveal.
type Subscriber struct {
	ID        string `json:"id"`
	Account   string `json:"account"`
	Name      string `json:"name" doc:"Masked"`
	Kind      string `json:"kind" enum:"household,elder,shop,school,office,other"`
	Place     string `json:"place"`
	AreaID    string `json:"area_id,omitempty"`
	Phone     string `json:"phone" doc:"Masked"`
	HasNote   bool   `json:"has_note" doc:"There are hints for who goes in; shown by reveal"`
	TestHours int    `json:"test_hours" doc:"A test is due every so many hours; 0 for never"`
	Disabled  bool   `json:"disabled"`
	Makers    string `json:"makers,omitempty"`
	Version   int    `json:"version"`
	ChangedAt string `json:"changed_at" format:"date-time"`
	Waiting   bool   `json:"waiting" doc:"Accepted here only so far"`
}

// SubscriberList is one page of subscribers.
type SubscriberList struct {
	Items []Subscriber `json:"items"`
	More  bool         `json:"more" doc:"There are more than these"`
	Next  string       `json:"next" doc:"Cursor of the next page; empty at the end and for a search, which is to be made more exact instead"`
}

// SubscriberForm is what the screen enters of a subscriber. For a change, personal values that are left out stay as they are.
type SubscriberForm struct {
	RequestID string  `json:"request_id" maxLength:"64"`
	Account   string  `json:"account" maxLength:"32"`
	Name      *string `json:"name,omitempty" maxLength:"60"`
	Kind      string  `json:"kind" enum:"household,elder,shop,school,office,other"`
	Place     string  `json:"place" maxLength:"120"`
	AreaID    string  `json:"area_id,omitempty" maxLength:"64"`
	Phone     *string `json:"phone,omitempty" maxLength:"30"`
	Note      *string `json:"note,omitempty" maxLength:"400"`
	TestHours int     `json:"test_hours" minimum:"0" maximum:"744"`
	Disabled  bool    `json:"disabled"`
	Makers    string  `json:"makers,omitempty" maxLength:"40"`
	Version   int     `json:"version" doc:"That of the record the change was based on; 0 for a new one"`
}

// SubscriberReveal asks for one value in full.
type SubscriberReveal struct {
	Field  string `json:"field" enum:"name,phone,note"`
	Reason string `json:"reason" maxLength:"200"`
}

type subscribersQuery struct {
	Search string `query:"search" maxLength:"100"`
	After  string `query:"after" maxLength:"200"`
}

type removeSubscriberQuery struct {
	ID        string `path:"id" maxLength:"64"`
	RequestID string `query:"request_id" required:"true" maxLength:"64"`
	Version   int    `query:"version" required:"true" minimum:"1" doc:"That of the record as the page showed it"`
}

func (a *API) subscriberRoutes() {
	const path, see, manage = "/api/v1/subscribers", "alarm.read", "alarm.manage"
	answer(a, route{method: http.MethodGet, path: path, id: "subscribers", need: see}, a.listSubscribers)
	answer(a, route{method: http.MethodPost, path: path, id: "add-subscriber", need: manage, status: http.StatusCreated}, a.addSubscriber)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "subscriber", need: see}, a.openSubscriber)
	answer(a, route{method: http.MethodPut, path: path + "/{id}", id: "change-subscriber", need: manage}, a.changeSubscriber)
	perform(a, route{method: http.MethodDelete, path: path + "/{id}", id: "remove-subscriber", need: manage}, a.removeSubscriber)
	answer(a, route{method: http.MethodGet, path: path + "/{id}/looks", id: "subscriber-looks", need: "look.read"}, a.listSubscriberLooks)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/reveal", id: "reveal-subscriber", need: see}, a.revealSubscriber)
}
