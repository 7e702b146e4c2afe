package api

import (
	"context"
	"errors"
	"strconv"
	"time"

	"jiezhan/station/alarm"
	"jiezhan/station/identity"
	"jiezhan/station/store"
)

// signalsAtOnce is how many frames one page of an alarm holds.
const signalsAtOnce = 100

func (a *API) listAlarms(ctx context.Context, in *alarmsQuery) (AlarmList, error) {
	return view(ctx, a, func(q store.Query) (AlarmList, error) {
		since, err := alarm.Lately(q, a.Station.Now(), time.Duration(in.Hours)*time.Hour)
		if err != nil {
			return AlarmList{}, err
		}
		page, err := alarm.Live(q, alarm.LiveQuery{Since: since, Limit: in.Limit, Before: in.Before, MinPriority: in.Priority, MaxPriority: in.Priority})
		if errors.Is(err, alarm.ErrCursor) {
			return AlarmList{}, wrongField("before", "format.invalid")
		}
		if err != nil {
			return AlarmList{}, err
		}
		l := AlarmList{Next: page.Next}
		if l.Items, err = a.alarmItems(q, page.Items); err != nil {
			return AlarmList{}, err
		}
		totals, err := alarm.Counts(q, since)
		if err != nil {
			return AlarmList{}, err
		}
		l.Counts = AlarmCounts{One: totals.ByPriority[1], Two: totals.ByPriority[2], Three: totals.ByPriority[3], Four: totals.ByPriority[4]}
		receivers, err := alarm.Receivers(q)
		l.Receivers = list(receivers, a.receiverView)
		return l, err
	})
}

func (a *API) receiverView(r alarm.Receiver) AlarmReceiver {
	return AlarmReceiver{
		Station: r.Station, StationName: a.stationName(r.Station), Port: r.Port, Name: r.Name, Protocol: r.Protocol, State: string(r.State),
		Fault: r.Fault, Since: r.Since,
	}
}

// alarmItems turns items into lines, with whom their accounts belong to now.
func (a *API) alarmItems(q store.Query, items []alarm.Item) ([]AlarmItem, error) {
	known, err := alarm.SubscribersOf(q, list(items, func(i alarm.Item) string { return i.Account }))
	if err != nil {
		return nil, err
	}
	lines := make([]AlarmItem, len(items))
	for n, i := range items {
		if lines[n], err = a.alarmItem(q, i, known); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func (a *API) alarmItem(q store.Query, i alarm.Item, known map[string]alarm.Subscriber) (AlarmItem, error) {
	line := AlarmItem{
		ID: i.ID, Kind: string(i.Kind), Priority: i.Priority, Category: i.Category, Event: i.Event, Qualifier: i.Qualifier, Account: i.Account,
		Partition: i.Partition, Zone: i.Zone, User: i.User, FirstAt: i.FirstAt, LastAt: i.LastAt, Signals: i.Count, RestoredAt: i.RestoredAt,
		CancelledAt: i.CanceledAt, Duress: i.Duress, Silent: i.Silent, Error: i.Error, Station: i.Station, StationName: a.stationName(i.Station),
		Port: i.Port, Protocol: i.Protocol, PanelTime: i.PanelTime, RefersTo: i.RefersTo,
	}
	switch i.Kind {
	case alarm.ReceiverFault:
		line.Event, line.Fault, line.ReceiverName = "", i.Event, i.Text
		return line, nil
	case alarm.Single:
		line.Repeats = i.Count - 1
	case alarm.Runaway, alarm.Swinger:
	}
	if s, found := known[i.Account]; found {
		line.Subscriber = &AlarmSubscriber{ID: s.ID, Name: identity.MaskName(s.Name), Place: s.Place, Kind: string(s.Kind)}
	}
	line.UnknownAccount = line.Subscriber == nil && i.Account != ""
	var err error
	line.Local, err = a.isLocal(q, i)
	return line, err
}

// isLocal tells whether the newest signal of an item is on this station only so far. Nothing is, except while the station is or was cut off.
func (a *API) isLocal(q store.Query, i alarm.Item) (bool, error) {
	if i.Station != a.Self.ID || a.Station.Standing().Pending == 0 {
		return false, nil
	}
	newest, err := alarm.SignalsOf(q, i, int64(i.Count-1), 1)
	return len(newest) > 0 && a.Station.IsWaiting(newest[0].RequestID), err
}

func (a *API) openAlarm(ctx context.Context, in *alarmQuery) (AlarmDetail, error) {
	after, err := strconv.ParseInt("0"+in.After, 10, 64)
	if err != nil {
		return AlarmDetail{}, wrongField("after", "format.invalid")
	}
	return view(ctx, a, func(q store.Query) (AlarmDetail, error) {
		item, found, err := alarm.ItemByID(q, in.ID)
		if err != nil || !found {
			return AlarmDetail{}, orNotFound(err)
		}
		lines, err := a.alarmItems(q, []alarm.Item{item})
		if err != nil {
			return AlarmDetail{}, err
		}
		signals, err := alarm.SignalsOf(q, item, after, signalsAtOnce)
		d := AlarmDetail{Item: lines[0], Signals: list(signals, func(s alarm.Signal) AlarmSignal { return maskedSignal(item, s) })}
		if len(signals) == signalsAtOnce {
			d.Next = strconv.FormatInt(signals[len(signals)-1].Seq, 10)
		}
		return d, err
	})
}
