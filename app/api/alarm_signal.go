package api

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"jiezhan/station/alarm"
	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// signalView is a frame in full.
func signalView(item alarm.Item, s alarm.Signal) AlarmSignal {
	v := AlarmSignal{
		ID: fmt.Sprint(item.ID, "-", s.Seq), At: timeText(s.At), PanelTime: s.PanelTime, Qualifier: s.Qualifier, Event: s.Event,
		Partition: s.Partition, Zone: s.Zone, User: s.User, Category: s.Category, CallerID: s.CallerID, Text: s.Text, Error: s.Error,
		RawHex: spacedHex(s.Raw), RawText: printable(s.Raw), RawBytes: s.RawSize, Station: item.Station, Port: item.Port, Protocol: item.Protocol,
	}
	if item.Kind == alarm.Single && s.Seq > 1 {
		v.RepeatOf = fmt.Sprint(item.ID, "-1")
	}
	return v
}

// maskedSignal is a frame without what it tells of a person.
func maskedSignal(item alarm.Item, s alarm.Signal) AlarmSignal {
	v := signalView(item, s)
	if v.Masked = tellsOfSomebody(s); v.Masked {
		v.CallerID, v.Text, v.RawHex, v.RawText = identity.MaskPhone(s.CallerID), "", "", ""
	}
	return v
}

// shortestNumber is how many digits a telephone number has at least.
const shortestNumber = 7

// tellsOfSomebody says whether a frame holds a caller's number or a text. Of one that nobody understood, whether it may: letters outside ASCII, or
// digits enough for a number.
func tellsOfSomebody(s alarm.Signal) bool {
	if s.CallerID != "" || s.Text != "" {
		return true
	}
	digits := 0
	for _, c := range s.Raw {
		if c >= '0' && c <= '9' {
			digits++
		} else {
			digits = 0
		}
		if c >= 0x80 || s.Event == "" && digits >= shortestNumber {
			return true
		}
	}
	return false
}

// revealAlarm shows one frame in full, once the look and its reason are on record: under the subscriber of its account, or under the item where nobody
// has that account.
func (a *API) revealAlarm(ctx context.Context, in *bodyOnID[AlarmReveal]) (RevealedSignal, error) {
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return RevealedSignal{}, wrongField("reason", "required")
	}
	number, of := strings.CutPrefix(in.Body.Signal, in.ID+"-")
	seq, err := strconv.ParseInt(number, 10, 64)
	if !of || err != nil {
		return RevealedSignal{}, wrongField("signal", "format.invalid")
	}
	subject := in.ID
	full, err := view(ctx, a, func(q store.Query) (AlarmSignal, error) {
		item, found, err := alarm.ItemByID(q, in.ID)
		if err != nil || !found {
			return AlarmSignal{}, orNotFound(err)
		}
		signals, err := alarm.SignalsOf(q, item, seq-1, 1)
		if err != nil || len(signals) == 0 || signals[0].Seq != seq {
			return AlarmSignal{}, orNotFound(err)
		}
		s, known, err := alarm.SubscriberByAccount(q, item.Account)
		if known {
			subject = s.ID
		}
		return signalView(item, signals[0]), err
	})
	if err != nil {
		return RevealedSignal{}, err
	}
	err = a.looked(ctx, registry.Look{
		Actor: actor(ctx), PersonID: subject, What: registry.Revealed, Field: "signal", Purpose: "alarm", Reason: reason,
	})
	if err != nil {
		return RevealedSignal{}, err
	}
	return RevealedSignal{Signal: full, HideAfterSeconds: int(hideAfter.Seconds())}, nil
}
