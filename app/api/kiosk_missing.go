package api

import (
	"jiezhan/station/calendar"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// MissingPaper is one thing that the one-time notice asks for (一次性告知).
type MissingPaper struct {
	Group string `json:"group"`
	Kind  string `json:"kind,omitempty" doc:"The paper meant, where one of the group is"`
	Note  string `json:"note" doc:"What would be right, in the clerk's words"`
}

// Wanted is what an applicant still has to bring, and until when.
type Wanted struct {
	Papers []MissingPaper `json:"papers"`
	By     calendar.Date  `json:"by,omitzero" format:"date"`
}

// tellWanted puts the notice beside each case that waits for papers, so that its holder is told everything at once here, too (Decree 663 art. 9).
func (a *API) tellWanted(q store.Query, cases []CaseRow) error {
	for i, c := range cases {
		if c.State != string(permit.Returned) {
			continue
		}
		application, _, err := permit.ApplicationByID(q, c.ID, a.today()) // it was listed a moment ago
		if err != nil {
			return err
		}
		if notice := application.Notice; notice != nil {
			cases[i].Wanted = &Wanted{By: notice.SupplyBy, Papers: list(notice.Items, func(n permit.NoticeItem) MissingPaper {
				return MissingPaper{Group: string(n.Group), Kind: n.Kind, Note: n.Note}
			})}
		}
	}
	return nil
}
