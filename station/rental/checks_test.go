package rental

import (
	"testing"

	"jiezhan/station/calendar"
)

func TestChecks(t *testing.T) {
	o := openOffice(t)
	limit := Rules{PeoplePerRoom: 2, Reference: "市规定第 8 条"}
	for name, c := range map[string]struct {
		change func(f *Facts)
		today  string
		want   string
	}{
		"a proper file":                        {func(*Facts) {}, "2026-11-18", ""},
		"a year, only by word":                 {func(f *Facts) { f.Written = false }, "2026-11-18", "not_written"},
		"six months to the day, by word":       {func(f *Facts) { f.Written, f.Until = false, day(t, "2027-03-31") }, "2026-11-18", "not_written"},
		"a day less than six months, by word":  {func(f *Facts) { f.Written, f.Until = false, day(t, "2027-03-30") }, "2026-11-18", ""},
		"no end, by word, five months":         {func(f *Facts) { f.Written, f.Until = false, calendar.Date{} }, "2027-03-31", ""},
		"no end, by word, six months":          {func(f *Facts) { f.Written, f.Until = false, calendar.Date{} }, "2027-04-01", "not_written"},
		"twenty years":                         {func(f *Facts) { f.Until = day(t, "2046-09-30") }, "2026-11-18", ""},
		"a day more than twenty years":         {func(f *Facts) { f.Until = day(t, "2046-10-01") }, "2026-11-18", "too_long"},
		"a kitchen let":                        {func(f *Facts) { f.Rooms = append(f.Rooms, LetRoom{"厨房", Kitchen}) }, "2026-11-18", "room_not_allowed"},
		"a basement alone":                     {func(f *Facts) { f.Rooms, f.HeadCount = []LetRoom{{"地下室", Basement}}, 0 }, "2026-11-18", "room_not_allowed"},
		"as many as allowed":                   {func(f *Facts) { f.Rules, f.HeadCount = limit, 4 }, "2026-11-18", ""},
		"one more than allowed":                {func(f *Facts) { f.Rules, f.HeadCount = limit, 5 }, "2026-11-18", "too_many"},
		"many, and no limit known":             {func(f *Facts) { f.HeadCount = 50 }, "2026-11-18", ""},
		"the last day, somebody registered":    {registeredSince("2026-10-02", true, false), "2027-09-30", ""},
		"past the end, somebody registered":    {registeredSince("2026-10-02", true, false), "2027-10-01", "past_end undertaking_over"},
		"past the end, registration ended":     {registeredSince("2026-10-02", false, false), "2027-10-01", "undertaking_over"},
		"left, and still registered":           {registeredSince("2026-10-02", true, true), "2026-11-18", "past_end"},
		"file closed, somebody registered":     {func(f *Facts) { registeredSince("2026-10-02", true, true)(f); f.Ended = true }, "2026-11-18", "past_end"},
		"file closed, nothing open":            {func(f *Facts) { f.Ended, f.Written = true, false }, "2028-01-01", ""},
		"registered before the tenancy":        {registeredSince("2026-09-30", true, false), "2026-11-18", "registered_before"},
		"registered before, and left":          {registeredSince("2026-09-30", false, true), "2026-11-18", ""},
		"the undertaking's last day":           {func(f *Facts) { f.UndertakenTo = day(t, "2026-11-18") }, "2026-11-18", ""},
		"the day after the undertaking's last": {func(f *Facts) { f.UndertakenTo = day(t, "2026-11-17") }, "2026-11-18", "undertaking_over"},
		"no undertaking, and the city asks": {func(f *Facts) {
			f.Rules.Undertaking, f.UndertakenOn, f.UndertakenTo = true, calendar.Date{}, calendar.Date{}
		}, "2026-11-18", "undertaking_missing"},
		"an undertaking, and the city asks":      {func(f *Facts) { f.Rules.Undertaking = true }, "2026-11-18", ""},
		"no undertaking asked for by this check": {func(f *Facts) { f.UndertakenOn, f.UndertakenTo = calendar.Date{}, calendar.Date{} }, "2028-01-01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := Facts{Terms: o.terms()}
			c.change(&f)
			if got := codesOf(Checks(f, day(t, c.today))); got != c.want {
				t.Errorf("findings = %q, want %q", got, c.want)
			}
		})
	}
}

func registeredSince(since string, open, left bool) func(f *Facts) {
	return func(f *Facts) {
		d := f.Begins
		_ = d.UnmarshalText([]byte(since)) // a constant of the table
		f.Tenancies = []Tenancy{{Since: f.Begins, RegisteredSince: d, Open: open, Left: left}}
	}
}

// The list of what to look at needs no timer: a file says beforehand on which day a check may begin to speak.
func TestTheDayToLookIsTheFirstOnWhichACheckSpeaks(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		change func(f *Facts)
		want   string
	}{
		"the day after the contract":    {func(f *Facts) { f.UndertakenTo = day(t, "2028-01-01") }, "2027-10-01"},
		"the day after the undertaking": {func(f *Facts) { f.UndertakenTo = day(t, "2027-01-01") }, "2027-01-02"},
		"six months without a paper":    {func(f *Facts) { f.Written, f.Until, f.UndertakenTo = false, calendar.Date{}, calendar.Date{} }, "2027-04-01"},
		"at once":                       {func(f *Facts) { f.Written = false }, "2026-11-18"},
		"never":                         {func(f *Facts) { f.Until, f.UndertakenTo = calendar.Date{}, calendar.Date{} }, ""},
		"closed and done":               {func(f *Facts) { f.Ended = true }, ""},
	} {
		f := Facts{Terms: o.terms()}
		c.change(&f)
		got := f.lookOn(day(t, "2026-11-18"))
		if got.String() != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}

func TestThreeWorkingDaysInTheReportersFavour(t *testing.T) {
	for happened, want := range map[string]string{
		"2026-11-18": "2026-11-23", // Wednesday: Thursday, Friday, Monday
		"2026-11-20": "2026-11-25",
		"2026-09-18": "2026-09-22", // with a Sunday made up
		"2026-09-30": "2026-10-10", // over National Day
	} {
		if got := DueOn(day(t, happened)); got.String() != want {
			t.Errorf("due for %s = %s, want %s", happened, got, want)
		}
	}
}

func TestPINs(t *testing.T) {
	for pin, want := range map[string]string{
		"482915": "", "100593": "", "12345": "reporter.pin_invalid", "1234567": "reporter.pin_invalid", "12a456": "reporter.pin_invalid", "": "reporter.pin_invalid",
		"１２３４５６": "reporter.pin_invalid", "123456": "reporter.pin_easy", "098765": "reporter.pin_easy", "890123": "reporter.pin_easy", "111111": "reporter.pin_easy",
		"121212": "reporter.pin_easy", "582582": "reporter.pin_easy",
	} {
		got := ""
		if refusal := CheckPIN(pin); refusal != nil {
			got = refusal.Code()
		}
		if got != want {
			t.Errorf("%q = %q, want %q", pin, got, want)
		}
	}
}

func FuzzCheckPIN(f *testing.F) {
	for _, seed := range []string{"482915", "123456", "", "12345é", "１２３４５６"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pin string) {
		if CheckPIN(pin) != nil {
			return
		}
		if len(pin) != pinLength || CheckPIN(pin[1:]) == nil || CheckPIN(pin+"0") == nil {
			t.Errorf("%q is taken", pin)
		}
		for _, r := range pin {
			if r < '0' || r > '9' {
				t.Errorf("%q is taken", pin)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "7_2026-11-18", "7_", "-1_x", "7", "9223372036854775808_"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, row := parseCursor(text)
		if row < 0 || row == 0 && key != "" {
			t.Errorf("%q = %q %d", text, key, row)
		}
		if again, same := parseCursor(cursor(key, row)); row > 0 && (again != key || same != row) {
			t.Errorf("%q is written as %q", text, cursor(key, row))
		}
	})
}

func FuzzLoginForm(f *testing.F) {
	for _, seed := range []string{"100001", " 138 0000 6620", "+8613800006620", "000001", "", "１００００１"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		column, key := loginKey(text)
		if n, ok := key.(int); column == "number" && (!ok || n < firstNumber || n > lastNumber) {
			t.Errorf("%q = %v", text, key)
		}
		if phone, ok := key.(string); column == "phone" && (!ok || LoginForm(phone) != LoginForm(text)) {
			t.Errorf("%q and %v count apart", text, key)
		}
	})
}
