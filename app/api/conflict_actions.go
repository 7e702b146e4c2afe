package api

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"jiezhan/station/calendar"
	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// amendConflict submits an entry again with changes, in the name of whoever is logged on, and settles the conflict. The two requests belong together:
// sent again after a lost answer, the first meets its own outcome, and the second, whose id follows from it, does what is left.
func (a *API) amendConflict(ctx context.Context, in *bodyOnID[AmendInput]) (ConflictRow, error) {
	if a.cutOff() {
		return ConflictRow{}, refuse("cluster.cut_off") // the entry could be taken in, but not settled
	}
	item, err := a.conflictItem(ctx, in.ID)
	if err != nil {
		return ConflictRow{}, err
	}
	again := item.Successor == in.Body.RequestID
	if item.State != conflict.Pending && !again {
		return ConflictRow{}, refusal(ledger.Refuse(ledger.WrongState, "", "conflict.resolved", "action", string(item.Action)))
	}
	amended, err := a.amended(item, in.Body.Changes)
	if err != nil {
		return ConflictRow{}, err
	}
	if _, err := execute[json.RawMessage](ctx, a, actor(ctx), in.Body.RequestID, amended); err != nil {
		return ConflictRow{}, err
	}
	return a.settle(ctx, settling(in.Body.RequestID), conflict.Resolve{
		Conflict: in.ID, Action: conflict.Amended, Successor: in.Body.RequestID,
	})
}

// settling is the id of the request that settles a conflict after the request of the page was decided.
func settling(requestID string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:jiezhan:settle:"+requestID)).String()
}

// amended is what was entered, with changes to the fields that may be changed.
func (a *API) amended(item conflict.Item, changes map[string]string) (ledger.Command, error) {
	if a.command(item) == nil {
		return nil, refusal(ledger.Refuse(ledger.WrongState, "", "conflict.not_amendable"))
	}
	allowed := conflict.Amendable(item.Kind)
	if len(allowed) == 0 {
		return nil, refusal(ledger.Refuse(ledger.WrongState, "", "conflict.not_amendable"))
	}
	var payload map[string]json.RawMessage
	if err := json.Unmarshal(item.Payload, &payload); err != nil {
		return nil, err
	}
	for field, changed := range changes {
		if !slices.Contains(allowed, field) {
			return nil, wrongField("changes."+field, "unknown_field")
		}
		if _, err := calendar.ParseDate(changed); field == "since" && err != nil {
			return nil, wrongField("changes."+field, "date.invalid")
		}
		text, err := json.Marshal(changed)
		if err != nil {
			return nil, err
		}
		payload[field] = text
	}
	whole, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	return a.Station.Machine().Kinds().Decode(ledger.Envelope{Kind: item.Kind, Payload: whole})
}

// attachConflict settles a conflict by saying which record, of those the conflict was shown with, the entry meant.
func (a *API) attachConflict(ctx context.Context, in *bodyOnID[AttachInput]) (ConflictRow, error) {
	belongs, err := view(ctx, a, func(q store.Query) (bool, error) {
		item, found, err := conflict.ByID(q, in.ID)
		if err != nil || !found {
			return false, orNotFound(err)
		}
		person, _, err := a.holderOf(q, item)
		if err != nil {
			return false, err
		}
		d, err := a.dossier(q, item, person)
		return slices.ContainsFunc(d.records, func(r AttachableEntry) bool { return r.ID == in.Body.RecordID }), err
	})
	if err != nil {
		return ConflictRow{}, err
	}
	if !belongs {
		return ConflictRow{}, wrongField("record_id", "not_listed")
	}
	return a.settle(ctx, in.Body.RequestID, conflict.Resolve{Conflict: in.ID, Action: conflict.Attached, Successor: in.Body.RecordID})
}

// dropConflict settles a conflict by giving the entry up.
func (a *API) dropConflict(ctx context.Context, in *bodyOnID[DropInput]) (ConflictRow, error) {
	return a.settle(ctx, in.Body.RequestID, conflict.Resolve{Conflict: in.ID, Action: conflict.Dropped, Reason: in.Body.Reason})
}

func (a *API) settle(ctx context.Context, requestID string, c conflict.Resolve) (ConflictRow, error) {
	if _, err := execute[conflict.Settled](ctx, a, actor(ctx), requestID, c); err != nil {
		return ConflictRow{}, err
	}
	return view(ctx, a, func(q store.Query) (ConflictRow, error) {
		item, found, err := conflict.ByID(q, c.Conflict)
		if err != nil || !found {
			return ConflictRow{}, orNotFound(err)
		}
		names, err := accountNames(q)
		if err != nil {
			return ConflictRow{}, err
		}
		return a.conflictRow(q, item, names)
	})
}

func (a *API) conflictItem(ctx context.Context, id string) (conflict.Item, error) {
	return view(ctx, a, func(q store.Query) (conflict.Item, error) {
		item, found, err := conflict.ByID(q, id)
		if err == nil && !found {
			err = refuse("not_found")
		}
		return item, err
	})
}
