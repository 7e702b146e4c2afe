package permit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

func date(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatalf("%q: %v", s, err)
	}
	return d
}

func codes(v ledger.Check) string {
	var all []string
	for _, p := range v {
		all = append(all, strings.TrimPrefix(p.Field+":"+p.Code, ":"))
	}
	return strings.Join(all, " ")
}

func TestHalfAYearIsSixCalendarMonths(t *testing.T) {
	for registered, want := range map[string]string{
		"2026-05-21": "2026-11-21", "2026-08-31": "2027-02-28", "2027-08-31": "2028-02-29", "2026-04-12": "2026-10-12",
	} {
		if got := HalfYear(date(t, registered)); got.String() != want {
			t.Errorf("half a year from %s = %s, want %s", registered, got, want)
		}
	}
}

func TestRequiredGroups(t *testing.T) {
	for condition, want := range map[Condition]string{
		Employment: "[identity photo dwelling employment]", Dwelling: "[identity photo dwelling]", Study: "[identity photo dwelling study]",
	} {
		if got := fmt.Sprint(RequiredGroups(condition)); got != want {
			t.Errorf("%s needs %s, want %s", condition, got, want)
		}
		for _, g := range RequiredGroups(condition) {
			if len(Kinds(g)) == 0 {
				t.Errorf("nothing proves %s", g)
			}
		}
	}
	if Kinds("income") != nil || (DocumentRef{Group: DwellingGroup, Kind: "labour_contract"}).Known() {
		t.Error("a proof outside the list is known")
	}
}

func TestWhoMayApplyForWhom(t *testing.T) {
	const applicant, today = "339999199205040017", "2026-11-21"
	proxy := func(reason string) *Proxy {
		return &Proxy{Name: "吴国", IDNumber: citizen(date(t, "1970-01-02"), 7), Relation: "父亲", Reason: reason}
	}
	own := proxy(ReasonDisabled)
	own.IDNumber = citizen(date(t, "1992-05-04"), 1)
	for name, c := range map[string]struct {
		by    AppliedBy
		proxy *Proxy
		birth string
		want  string
	}{
		"an adult in person":                        {Self, nil, "1992-05-04", ""},
		"sixteen today, in person":                  {Self, nil, "2010-11-21", ""},
		"sixteen tomorrow, in person":               {Self, nil, "2010-11-22", "applied_by:permit.proxy_required_under_16"},
		"sixteen tomorrow, by the guardian":         {Guardian, proxy(ReasonMinor), "2010-11-22", ""},
		"sixteen tomorrow, by a relative":           {CloseRelative, proxy(ReasonMinor), "2010-11-22", ""},
		"sixteen today, by the guardian as a child": {Guardian, proxy(ReasonMinor), "2010-11-21", "proxy.reason:permit.proxy_not_allowed"},
		"elderly, by a relative":                    {CloseRelative, proxy(ReasonElderly), "1940-01-01", ""},
		"fifty, by a relative as elderly":           {CloseRelative, proxy(ReasonElderly), "1976-01-01", "proxy.reason:permit.proxy_not_allowed"},
		"disabled, by a relative":                   {CloseRelative, proxy(ReasonDisabled), "1976-01-01", ""},
		"another hardship":                          {CloseRelative, proxy(ReasonOther), "1976-01-01", ""},
		"by oneself in another's name":              {CloseRelative, own, "1992-05-04", "proxy.id_number:permit.proxy_is_applicant"},
		"nobody named":                              {Guardian, nil, "2015-01-01", "proxy:permit.proxy_required"},
		"birth unknown":                             {Guardian, proxy(ReasonMinor), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var birth calendar.Date
			if c.birth != "" {
				birth = date(t, c.birth)
			}
			number := applicant
			if c.proxy == own {
				number = own.IDNumber
			}
			if got := codes(ByProxy(c.by, c.proxy, number, birth, date(t, today))); got != c.want {
				t.Errorf("answer = %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheFormAboutTheProxy(t *testing.T) {
	for name, c := range map[string]struct {
		by     AppliedBy
		change func(*Proxy)
		want   string
	}{
		"complete":                 {CloseRelative, func(*Proxy) {}, ""},
		"somebody else":            {"neighbour", func(*Proxy) {}, "applied_by:permit.applied_by_unknown"},
		"in person with a proxy":   {Self, func(*Proxy) {}, "proxy:permit.proxy_not_allowed"},
		"no name":                  {Guardian, func(p *Proxy) { p.Name = " " }, "proxy.name:required"},
		"a long name":              {Guardian, func(p *Proxy) { p.Name = strings.Repeat("名", 101) }, "proxy.name:text.too_long"},
		"no relation":              {Guardian, func(p *Proxy) { p.Relation = "" }, "proxy.relation:required"},
		"a long relation":          {Guardian, func(p *Proxy) { p.Relation = strings.Repeat("亲", 31) }, "proxy.relation:text.too_long"},
		"no reason":                {CloseRelative, func(p *Proxy) { p.Reason = "" }, "proxy.reason:permit.proxy_reason_required"},
		"a reason of their own":    {CloseRelative, func(p *Proxy) { p.Reason = "busy" }, "proxy.reason:permit.proxy_reason_required"},
		"a wrong check character":  {Guardian, func(p *Proxy) { p.IDNumber = "339999197001020000" }, "proxy.id_number:citizen_number.checksum"},
		"a number of fifteen":      {Guardian, func(p *Proxy) { p.IDNumber = "339999700102001" }, "proxy.id_number:citizen_number.fifteen_digits"},
		"a passport":               {Guardian, func(p *Proxy) { p.IDNumber = "ｅ12345678" }, ""},
		"a travel permit of eight": {Guardian, func(p *Proxy) { p.IDNumber = "12345678" }, ""},
		"no number":                {Guardian, func(p *Proxy) { p.IDNumber = "" }, "proxy.id_number:citizen_number.format"},
	} {
		t.Run(name, func(t *testing.T) {
			p := Proxy{Name: "吴国", IDNumber: citizen(date(t, "1970-01-02"), 7), Relation: "父亲", Reason: ReasonMinor}
			c.change(&p)
			if got := codes(ProxyForm(c.by, &p)); got != c.want {
				t.Errorf("answer = %q, want %q", got, c.want)
			}
		})
	}
	if got := codes(ProxyForm(Self, nil)); got != "" {
		t.Errorf("in person = %q, want nothing", got)
	}
	if got := codes(ProxyForm(Guardian, nil)); got != "proxy:permit.proxy_required" {
		t.Errorf("a guardian not named = %q", got)
	}
}

func FuzzProxyNumber(f *testing.F) {
	for _, seed := range []string{"339999197001020019", "E12345678", "12345678", "H1234567801", "", "３３９９９９１９７００１０２００１９", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		number, err := proxyNumber(text)
		if err != nil {
			if number != "" {
				t.Errorf("proxyNumber(%q) answers both %q and %v", text, number, err)
			}
			return
		}
		if again, err := proxyNumber(number); err != nil || again != number {
			t.Errorf("proxyNumber(%q) = %q, which reads as %q, %v", text, number, again, err)
		}
	})
}

func BenchmarkProxyNumber(b *testing.B) {
	number := citizen(date(b, "1970-01-02"), 7)
	for b.Loop() {
		if _, err := proxyNumber(number); err != nil {
			b.Fatal(err)
		}
	}
}

func TestArrowsLeadBetweenKnownStates(t *testing.T) {
	for _, a := range Arrows() {
		if !a.From.Open() {
			t.Errorf("%s leads out of the closed state %s", a.Action, a.From)
		}
		for _, to := range a.To {
			if !slices.Contains(States(), to) {
				t.Errorf("%s leads to the unknown state %s", a.Action, to)
			}
		}
	}
}
