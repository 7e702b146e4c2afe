package permit

import (
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// HalfYear is the first day on which somebody registered since start has lived here for half a year (Decree 663 art. 2): six calendar
// months on, the corresponding day (Civil Code 202). The local rule counts from the day of residence registration.
func HalfYear(start calendar.Date) calendar.Date { return start.AddMonths(6) }

// OfAge is the age from which one applies in person (Decree 663 art. 9).
const OfAge = 16

// elderly is the age from which a person counts as elderly (Law on the Protection of the Rights of the Elderly art. 2).
const elderly = 60

// AppliedBy says who made the application.
type AppliedBy string

const (
	// Self is the applicant in person (本人).
	Self AppliedBy = "self"
	// Guardian applies for a ward (监护人).
	Guardian AppliedBy = "guardian"
	// CloseRelative applies for somebody who cannot get about (近亲属).
	CloseRelative AppliedBy = "close_relative"
)

// The reasons for which another person may apply.
const (
	// ReasonMinor is an applicant under 16.
	ReasonMinor = "minor"
	// ReasonElderly is an elderly applicant who cannot get about.
	ReasonElderly = "elderly"
	// ReasonDisabled is a disabled applicant who cannot get about.
	ReasonDisabled = "disabled"
	// ReasonOther stands for the "and the like" of the article.
	ReasonOther = "other"
)

// ProxyReasons lists the reasons in the order shown.
func ProxyReasons() []string {
	return []string{ReasonMinor, ReasonElderly, ReasonDisabled, ReasonOther}
}

// Proxy is the guardian or close relative who applies (代办人). Identity documents of both persons and the relation are recorded (Decree 663 art. 9).
type Proxy struct {
	Name     string `json:"name"`
	IDNumber string `json:"id_number"`
	// Relation is how the proxy is related, as the household book or the guardian's certificate says it.
	Relation string `json:"relation"`
	// Reason is one of ProxyReasons.
	Reason string `json:"reason"`
}

// maxRelation and maxProxyName bound the texts about a proxy, in characters.
const maxRelation, maxProxyName = 30, 100

// ProxyForm judges what the form says about the proxy, without knowing the applicant.
func ProxyForm(by AppliedBy, proxy *Proxy) ledger.Check {
	var v ledger.Check
	if by == Self {
		v.That(proxy == nil, "proxy", "permit.proxy_not_allowed")
		return v
	}
	v.That(by == Guardian || by == CloseRelative, "applied_by", "permit.applied_by_unknown")
	if proxy == nil {
		v.That(false, "proxy", "permit.proxy_required")
		return v
	}
	v.That(strings.TrimSpace(proxy.Name) != "", "proxy.name", "required")
	v.That(utf8.RuneCountInString(proxy.Name) <= maxProxyName, "proxy.name", "text.too_long")
	relation := strings.TrimSpace(proxy.Relation)
	v.That(relation != "", "proxy.relation", "required")
	v.That(utf8.RuneCountInString(relation) <= maxRelation, "proxy.relation", "text.too_long")
	v.That(knownReason(proxy.Reason), "proxy.reason", "permit.proxy_reason_required")
	if _, err := proxyNumber(proxy.IDNumber); err != nil {
		v.That(false, "proxy.id_number", identity.Code(err))
	}
	return v
}

// ByProxy judges who may apply for whom (Decree 663 art. 9): under 16 a guardian or close relative applies; from 16 on one applies in person, unless
// age or disability keeps one from getting about. birth may be unknown, then the age is not judged.
func ByProxy(by AppliedBy, proxy *Proxy, applicant string, birth, today calendar.Date) ledger.Check {
	var v ledger.Check
	minor := !birth.IsZero() && birth.AgeOn(today) < OfAge
	if by == Self {
		v.That(!minor, "applied_by", "permit.proxy_required_under_16")
		return v
	}
	if proxy == nil {
		v.That(false, "proxy", "permit.proxy_required")
		return v
	}
	number, err := proxyNumber(proxy.IDNumber)
	v.That(err != nil || number != applicant, "proxy.id_number", "permit.proxy_is_applicant")
	switch proxy.Reason {
	case ReasonMinor:
		v.That(minor || birth.IsZero(), "proxy.reason", "permit.proxy_not_allowed")
	case ReasonElderly:
		v.That(birth.IsZero() || birth.AgeOn(today) >= elderly, "proxy.reason", "permit.proxy_not_allowed")
	}
	return v
}

func knownReason(reason string) bool {
	for _, r := range ProxyReasons() {
		if r == reason {
			return true
		}
	}
	return false
}

// proxyNumber reads the number of the proxy's own document: a citizen number, or, for a parent from elsewhere, a passport or travel permit
// that begins with a letter or has eight digits.
func proxyNumber(text string) (string, error) {
	if other := strings.ToUpper(narrow(text)); otherDocument(other) {
		return other, nil
	}
	number, _, err := identity.ParseNumber(text)
	return number.String(), err
}

func otherDocument(s string) bool {
	if len(s) < 5 || len(s) > 17 {
		return false
	}
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	digits := strings.Trim(s, "0123456789") == ""
	return (digits && len(s) == 8) || (s[0] >= 'A' && s[0] <= 'Z')
}
