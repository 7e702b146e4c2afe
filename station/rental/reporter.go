package rental

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/store"
)

// ReporterKind is what sort of party reports.
type ReporterKind string

// The kinds of reporting points.
const (
	Landlord ReporterKind = "landlord" // 房东
	Operator ReporterKind = "operator" // 旅馆、宿舍经营者
	Employer ReporterKind = "employer" // 用人单位
	Site     ReporterKind = "site"     // 工地
)

// ReporterKinds lists the kinds in the order shown.
func ReporterKinds() []ReporterKind { return []ReporterKind{Landlord, Operator, Employer, Site} }

// Reporter is a party with a duty to report (申报主体). It is no member of staff, and sees nothing but what it reported itself.
type Reporter struct {
	ID string
	// Number has six digits; it or the phone is typed to log on.
	Number int
	Kind   ReporterKind
	Name   string
	// Phone is +86….
	Phone string
	// PINHash is the encoded argon2id hash. It never leaves the station.
	PINHash  string
	Disabled bool
	// SeenOn is the last day on which the party logged on; no date where never.
	SeenOn calendar.Date
	// Version counts the changes from 1.
	Version int

	row int64
}

// firstNumber is the first reporting point's; six digits, so that it is no phone number.
const firstNumber, lastNumber = 100001, 999999

const reporterColumns = `SELECT r.row, r.id, r.number, r.kind, r.name, r.phone, r.pin_hash, r.disabled, r.seen_on, r.version FROM reporter r `

func scanReporter(scan func(...any) error) (Reporter, error) {
	var r Reporter
	err := scan(&r.row, &r.ID, &r.Number, &r.Kind, &r.Name, &r.Phone, &r.PINHash, &r.Disabled, &r.SeenOn, &r.Version)
	return r, err
}

// one reads a single row; absence is no error.
func one[T any](row *sql.Row, read func(scan func(...any) error) (T, error)) (T, bool, error) {
	v, err := read(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}

// collect reads all rows of a query.
func collect[T any](q store.Query, read func(scan func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var items []T
	for rows.Next() {
		item, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, rows.Err()
}

// ReporterByID reads one reporting point, disabled ones too.
func ReporterByID(q store.Query, id string) (Reporter, bool, error) {
	r, found, err := one(q.Row(reporterColumns+`WHERE r.id = ?`, id), scanReporter)
	if err != nil {
		return Reporter{}, false, fmt.Errorf("read reporter: %w", err)
	}
	return r, found, nil
}

// ReporterByLogin finds who logs on with a number of six digits or with a phone; disabled ones too.
func ReporterByLogin(q store.Query, text string) (Reporter, bool, error) {
	column, key := loginKey(text)
	if column == "" {
		return Reporter{}, false, nil
	}
	r, found, err := one(q.Row(reporterColumns+`WHERE r.`+column+` = ?`, key), scanReporter)
	if err != nil {
		return Reporter{}, false, fmt.Errorf("read reporter: %w", err)
	}
	return r, found, nil
}

// loginKey says which column a text that somebody logs on with is for, and in which form; no column for a text that is neither.
func loginKey(text string) (column string, key any) {
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil && len(text) == 6 && n >= firstNumber {
		return "number", n
	}
	if phone, err := identity.NormalisePhone(text); err == nil {
		return "phone", phone
	}
	return "", nil
}

// LoginForm is the one form of what somebody logs on with, so that tries under several spellings count together.
func LoginForm(text string) string {
	if column, key := loginKey(text); column != "" {
		return fmt.Sprint(column, " ", key)
	}
	return strings.TrimSpace(text)
}

// Reporters lists reporting points behind a number, in the order of numbers; the first page is behind 0.
func Reporters(q store.Query, after, limit int) ([]Reporter, error) {
	list, err := collect(q, scanReporter, reporterColumns+`WHERE r.number > ? ORDER BY r.number LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list reporters: %w", err)
	}
	return list, nil
}

func knownReporterKind(k ReporterKind) bool { return slices.Contains(ReporterKinds(), k) }
