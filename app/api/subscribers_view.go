package api

import (
	"context"
	"strings"

	"jiezhan/station/alarm"
	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// subscribersAtOnce is how many subscribers one page holds.
const subscribersAtOnce = 50

func (a *API) subscriberView(s alarm.Subscriber) Subscriber {
	return Subscriber{
		ID: s.ID, Account: s.Account, Name: identity.MaskName(s.Name), Kind: string(s.Kind), Place: s.Place, AreaID: s.AreaID,
		Phone: identity.MaskPhone(s.Phone), HasNote: s.Note != "", TestHours: s.TestHours, Disabled: s.Disabled, Makers: s.Makers, Version: s.Version,
		ChangedAt: s.ChangedAt, Waiting: a.Station.IsWaiting(s.ID),
	}
}

func (a *API) listSubscribers(ctx context.Context, in *subscribersQuery) (SubscriberList, error) {
	found, err := view(ctx, a, func(q store.Query) ([]alarm.Subscriber, error) {
		return alarm.Subscribers(q, in.Search, subscribersAtOnce+1, in.After)
	})
	if err != nil {
		return SubscriberList{}, err
	}
	more := len(found) > subscribersAtOnce
	found = found[:min(len(found), subscribersAtOnce)]
	l := SubscriberList{Items: list(found, a.subscriberView), More: more}
	if more && strings.TrimSpace(in.Search) == "" {
		l.Next = found[len(found)-1].Account
	}
	return l, a.listed(ctx, "alarm", list(found, func(s alarm.Subscriber) string { return s.ID }))
}

// openSubscriber shows one subscriber, masked, once the look is on record.
func (a *API) openSubscriber(ctx context.Context, in *onID) (Subscriber, error) {
	s, err := a.subscriber(ctx, in.ID)
	if err != nil {
		return Subscriber{}, err
	}
	return a.subscriberView(s), a.looked(ctx, registry.Look{Actor: actor(ctx), PersonID: s.ID, What: registry.Opened, Purpose: "alarm"})
}

func (a *API) subscriber(ctx context.Context, id string) (alarm.Subscriber, error) {
	return view(ctx, a, func(q store.Query) (alarm.Subscriber, error) {
		s, found, err := alarm.SubscriberByID(q, id)
		if err == nil && !found {
			err = refuse("not_found")
		}
		return s, err
	})
}

func (a *API) addSubscriber(ctx context.Context, in *bodyOf[SubscriberForm]) (Subscriber, error) {
	return a.putSubscriber(ctx, in.Body, alarm.Subscriber{})
}

func (a *API) changeSubscriber(ctx context.Context, in *bodyOnID[SubscriberForm]) (Subscriber, error) {
	before, err := a.subscriber(ctx, in.ID)
	if err != nil {
		return Subscriber{}, err
	}
	return a.putSubscriber(ctx, in.Body, before)
}

// putSubscriber enters a subscriber, or changes the one of before. A personal value that the form leaves out is as it was, for the page knows it masked.
func (a *API) putSubscriber(ctx context.Context, f SubscriberForm, before alarm.Subscriber) (Subscriber, error) {
	c := alarm.PutSubscriber{
		ID: before.ID, BasedOn: f.Version, Account: f.Account, Name: before.Name, Who: alarm.SubscriberKind(f.Kind), Place: f.Place, AreaID: f.AreaID,
		Phone: before.Phone, Note: before.Note, TestHours: f.TestHours, Disabled: f.Disabled, Makers: f.Makers,
	}
	for value, entered := range map[*string]*string{&c.Name: f.Name, &c.Phone: f.Phone, &c.Note: f.Note} {
		if entered != nil {
			*value = *entered
		}
	}
	stored, err := execute[alarm.StoredSubscriber](ctx, a, actor(ctx), f.RequestID, c)
	if err != nil {
		return Subscriber{}, err
	}
	s, err := a.subscriber(ctx, stored.ID)
	return a.subscriberView(s), err
}

func (a *API) removeSubscriber(ctx context.Context, in *removeSubscriberQuery) error {
	_, err := execute[alarm.RemovedSubscriber](ctx, a, actor(ctx), in.RequestID, alarm.RemoveSubscriber{ID: in.ID, BasedOn: in.Version})
	return err
}

// revealSubscriber shows one value in full, once the look and its reason are on record.
func (a *API) revealSubscriber(ctx context.Context, in *bodyOnID[SubscriberReveal]) (Revealed, error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return Revealed{}, wrongField("reason", "required")
	}
	s, err := a.subscriber(ctx, in.ID)
	if err != nil {
		return Revealed{}, err
	}
	value := map[string]string{"name": s.Name, "phone": identity.NationalPhone(s.Phone), "note": s.Note}[in.Body.Field]
	err = a.looked(ctx, registry.Look{
		Actor: actor(ctx), PersonID: s.ID, What: registry.Revealed, Field: in.Body.Field, Purpose: "reveal", Reason: reason,
	})
	return Revealed{Value: value, HideAfterSeconds: int(hideAfter.Seconds())}, err
}

// listSubscriberLooks shows who looked at a subscriber's record.
func (a *API) listSubscriberLooks(ctx context.Context, in *onID) (LookList, error) {
	if _, err := a.subscriber(ctx, in.ID); err != nil {
		return LookList{}, err
	}
	return view(ctx, a, func(q store.Query) (LookList, error) { return a.looksAt(q, in.ID) })
}
