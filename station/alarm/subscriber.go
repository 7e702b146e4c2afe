package alarm

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// SubscriberKind is what sort of place an account protects.
type SubscriberKind string

// The kinds of subscribers.
const (
	Household SubscriberKind = "household" // 住户
	Elder     SubscriberKind = "elder"     // 独居老人, a one-button caller
	Shop      SubscriberKind = "shop"      // 商铺
	School    SubscriberKind = "school"    // 学校
	Office    SubscriberKind = "office"    // 单位
	Other     SubscriberKind = "other"
)

// SubscriberKinds lists the kinds in the order shown.
func SubscriberKinds() []SubscriberKind {
	return []SubscriberKind{Household, Elder, Shop, School, Office, Other}
}

// Subscriber is who is behind an account (联网用户).
type Subscriber struct {
	ID string
	// Account is as panels send it, in capitals; one subscriber at a time has it.
	Account string
	Name    string
	Kind    SubscriberKind
	// Place is the address in words; AreaID the area or room in the tree, or empty.
	Place, AreaID string
	// Phone is +86…, or empty.
	Phone string
	// Note says how to get in.
	Note string
	// TestHours is how often the panel is to report, 0 for never.
	TestHours int
	// Disabled subscribers are shown as such; their signals are kept as all others.
	Disabled bool
	// Makers names the table of the panel maker's own codes, or is empty.
	Makers string
	// Version counts the changes from 1.
	Version int
	// ChangedAt is the instant of the last change, in the form of ledger.FormatTime.
	ChangedAt string

	row      int64
	readings []pinyin.Reading
}

const subscriberColumns = `SELECT s.row, s.id, s.account, s.name, s.kind, s.place, s.area_id, s.phone, s.note, s.test_hours, s.disabled, s.makers, s.readings,
	s.version, s.changed_at FROM `

func scanSubscriber(scan func(...any) error) (Subscriber, error) {
	var s Subscriber
	var readings string
	err := scan(&s.row, &s.ID, &s.Account, &s.Name, &s.Kind, &s.Place, &s.AreaID, &s.Phone, &s.Note, &s.TestHours, &s.Disabled, &s.Makers, &readings,
		&s.Version, &s.ChangedAt)
	if err != nil {
		return Subscriber{}, err
	}
	return s, json.Unmarshal([]byte(readings), &s.readings)
}

func subscriber(q store.Query, query string, args ...any) (Subscriber, bool, error) {
	s, err := scanSubscriber(q.Row(subscriberColumns+query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Subscriber{}, false, nil
	}
	if err != nil {
		return Subscriber{}, false, fmt.Errorf("read subscriber: %w", err)
	}
	return s, true, nil
}

// SubscriberByID reads one subscriber; a removed one is not found.
func SubscriberByID(q store.Query, id string) (Subscriber, bool, error) {
	return subscriber(q, `subscriber s WHERE s.id = ? AND s.removed_at = ''`, id)
}

// SubscriberByAccount reads who is behind an account now.
func SubscriberByAccount(q store.Query, account string) (Subscriber, bool, error) {
	return subscriber(q, `subscriber s WHERE s.account = ? AND s.removed_at = ''`, accountForm(account))
}

// SubscribersOf reads who is behind the accounts of a list, by account as asked; unknown accounts are left out.
func SubscribersOf(q store.Query, accounts []string) (map[string]Subscriber, error) {
	known := map[string]Subscriber{}
	for _, account := range accounts {
		if _, asked := known[account]; asked || account == "" {
			continue
		}
		s, found, err := SubscriberByAccount(q, account)
		if err != nil {
			return nil, err
		}
		if found {
			known[account] = s
		}
	}
	return known, nil
}

// accountForm is how accounts are compared.
func accountForm(account string) string { return strings.ToUpper(strings.TrimSpace(account)) }
