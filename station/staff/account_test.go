package staff

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/store"
)

// cheap costs keep the tests fast.
func cheap() Cost { return Cost{Memory: 8, Passes: 1, Threads: 1} }

// books is one station's accounts.
type books struct {
	*ledgertest.Books
	tb testing.TB
	// next is put into the stamp of the next command.
	next *ledger.Captured
}

func openBooks(tb testing.TB) *books {
	tb.Helper()
	b := &books{tb: tb}
	b.Books = ledgertest.Open(tb, func() time.Time { return time.UnixMilli(1_795_000_000_000 + int64(b.Drawn)) }, Slice())
	b.Number = nil
	return b
}

func (b *books) do(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	b.tb.Helper()
	stamp := b.Stamp(actor)
	stamp.Captured, b.next = b.next, nil
	return b.Decide(b.Seal(c, stamp))
}

// answer is "applied", or every problem as field:code.
func (b *books) answer(actor ledger.Actor, c ledger.Command) string {
	b.tb.Helper()
	return ledgertest.Answer(b.do(actor, c), "applied")
}

func (b *books) hire(login string, role Role) ledger.Actor {
	b.tb.Helper()
	r, err := ledger.Result[AccountResult](b.do(system(), newcomer(b.tb, login, role)))
	if err != nil {
		b.tb.Fatal(err)
	}
	return ledger.Actor{Kind: ledger.Staff, ID: r.ID, Role: string(role)}
}

func (b *books) account(login string) (account Account, found bool) {
	b.tb.Helper()
	err := b.DB.View(b.tb.Context(), func(q store.Query) (err error) {
		account, found, err = ByLogin(q, login)
		return err
	})
	if err != nil {
		b.tb.Fatal(err)
	}
	return account, found
}

func system() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

func newcomer(tb testing.TB, login string, role Role) CreateAccount {
	tb.Helper()
	return CreateAccount{Login: login, Name: "周敏", Role: role, Station: "s1", PasswordHash: hashed(tb, "Qingsong-2026")}
}

func hashed(tb testing.TB, plain string) string {
	tb.Helper()
	hash, err := HashPassword(plain, cheap())
	if err != nil {
		tb.Fatal(err)
	}
	return hash
}

func TestAnAccountFromItsMakingToItsEnd(t *testing.T) {
	b := openBooks(t)
	admin := b.hire("guanli", Admin)
	if got := b.answer(admin, newcomer(t, " ZhouMin ", Clerk)); got != "applied" {
		t.Fatalf("make = %s", got)
	}
	clerk, found := b.account("ｚｈｏｕｍｉｎ")
	if !found || clerk.Login != "zhoumin" || clerk.Role != Clerk || clerk.MustChange || clerk.Disabled {
		t.Fatalf("account = %+v, %v", clerk, found)
	}
	if got := b.answer(admin, newcomer(t, "zhoumin", Auditor)); got != "login:account.login_taken" {
		t.Errorf("make again = %s", got)
	}
	own := ledger.Actor{Kind: ledger.Staff, ID: clerk.ID, Role: string(Clerk)}
	if got := b.answer(own, SetPassword{ID: clerk.ID, PasswordHash: hashed(t, "something-new")}); got != "applied" {
		t.Errorf("own password = %s", got)
	}
	clerk, _ = b.account("zhoumin")
	if ok, err := VerifyPassword(clerk.PasswordHash, "something-new"); !ok || err != nil || clerk.MustChange {
		t.Errorf("after the holder's change: %v, %v, must change %v", ok, err, clerk.MustChange)
	}
	if got := b.answer(admin, SetPassword{ID: clerk.ID, PasswordHash: hashed(t, "for-the-first-day")}); got != "applied" {
		t.Errorf("password by the administrator = %s", got)
	}
	if clerk, _ = b.account("zhoumin"); !clerk.MustChange {
		t.Error("a password chosen by another must be changed")
	}
	if got := b.answer(admin, DisableAccount{ID: clerk.ID}); got != "applied" {
		t.Errorf("disable = %s", got)
	}
	if got := b.answer(admin, DisableAccount{ID: clerk.ID}); got != "applied" {
		t.Errorf("disable again = %s", got)
	}
	if clerk, _ = b.account("zhoumin"); !clerk.Disabled {
		t.Error("the account is not disabled")
	}
	if got := b.answer(own, SetPassword{ID: clerk.ID, PasswordHash: hashed(t, "back-again-please")}); got != "id:account.unknown" {
		t.Errorf("own password of a disabled account = %s", got)
	}
	if got := b.answer(admin, newcomer(t, "zhoumin", Clerk)); got != "login:account.login_taken" {
		t.Errorf("the name of a disabled account = %s", got)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	b := openBooks(t)
	first := b.hire("guanli", Admin)
	if got := b.answer(first, DisableAccount{ID: first.ID}); got != "id:account.last_admin" {
		t.Errorf("the only one = %s", got)
	}
	second := b.hire("guanning", Admin)
	if got := b.answer(second, DisableAccount{ID: first.ID}); got != "applied" {
		t.Errorf("one of two = %s", got)
	}
	if got := b.answer(second, DisableAccount{ID: second.ID}); got != "id:account.last_admin" {
		t.Errorf("the one left = %s", got)
	}
}

func TestOnlyAdministratorsManageAccounts(t *testing.T) {
	b := openBooks(t)
	b.hire("guanli", Admin)
	victim := b.hire("zhoumin", Clerk)
	for _, actor := range []ledger.Actor{
		b.hire("lixiang", Recorder), b.hire("shenjing", Auditor), b.hire("wangwu", Clerk), {Kind: ledger.Resident, ID: victim.ID}, {Kind: ledger.Staff, Role: "owner"},
	} {
		for _, c := range []ledger.Command{newcomer(t, "somebody", Clerk), DisableAccount{ID: victim.ID}, SetPassword{ID: victim.ID, PasswordHash: hashed(t, "stolen-password")}} {
			if got := b.answer(actor, c); got != "account.not_permitted" {
				t.Errorf("%s %s %s = %s, want account.not_permitted", actor.Kind, actor.Role, c.Kind(), got)
			}
		}
	}
}

func TestTheFormOfAnAccount(t *testing.T) {
	b := openBooks(t)
	for name, c := range map[string]struct {
		change func(*CreateAccount)
		want   string
	}{
		"nothing":             {func(c *CreateAccount) { *c = CreateAccount{} }, "login:account.login_invalid name:account.name_required role:account.role_unknown password:account.hash_invalid"},
		"a name to log on":    {func(c *CreateAccount) { c.Login = "周敏" }, "login:account.login_invalid"},
		"a name without end":  {func(c *CreateAccount) { c.Name = strings.Repeat("名", 51) }, "name:account.name_too_long"},
		"a role of their own": {func(c *CreateAccount) { c.Role = "owner" }, "role:account.role_unknown"},
		"a password in clear": {func(c *CreateAccount) { c.PasswordHash = "Qingsong-2026" }, "password:account.hash_invalid"},
		"a ruinous hash": {
			func(c *CreateAccount) { c.PasswordHash = strings.Replace(c.PasswordHash, "m=8,", "m=4294967295,", 1) },
			"password:account.hash_invalid",
		},
		"no passes": {func(c *CreateAccount) { c.PasswordHash = strings.Replace(c.PasswordHash, "t=1,", "t=0,", 1) }, "password:account.hash_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			form := newcomer(t, "zhoumin", Clerk)
			c.change(&form)
			if got := b.answer(system(), form); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	if got := b.answer(system(), DisableAccount{ID: "nobody"}); got != "id:account.unknown" {
		t.Errorf("disable nobody = %s", got)
	}
	if got := b.answer(system(), SetPassword{ID: "nobody", PasswordHash: "x"}); got != "password:account.hash_invalid" {
		t.Errorf("a password in clear = %s", got)
	}
}

func TestAccountsAreListedByLogin(t *testing.T) {
	b := openBooks(t)
	b.hire("zhoumin", Clerk)
	b.hire("guanli", Admin)
	var logins []string
	err := b.DB.View(t.Context(), func(q store.Query) error {
		all, err := All(q)
		for _, a := range all {
			logins = append(logins, a.Login)
		}
		return err
	})
	if err != nil || !slices.Equal(logins, []string{"guanli", "zhoumin"}) {
		t.Errorf("accounts = %v, %v", logins, err)
	}
}

func TestNoRoleHoldsTwoDuties(t *testing.T) {
	for role, want := range map[Role]string{
		Clerk:    "[case.read case.handle registration.reopen conflict.handle person.read person.reveal cluster.read device.read alarm.read alarm.manage area.read area.manage bulk.import export.make rental.read rental.handle statistics.read statistics.exact]",
		Recorder: "[case.read decision.record person.read person.reveal cluster.read device.read alarm.read area.read export.make rental.read statistics.read statistics.exact statistics.freeze]",
		Auditor:  "[look.read person.read cluster.read export.read statistics.read]",
		Admin:    "[account.manage office.manage device.read device.manage cluster.read area.read area.manage area.reorganise statistics.read]",
		"owner":  "[]",
	} {
		if got := fmt.Sprint(Permissions(role)); got != want {
			t.Errorf("%s may %s, want %s", role, got, want)
		}
		if role.Known() != slices.Contains(Roles(), role) {
			t.Errorf("%s is known: %v", role, role.Known())
		}
	}
}

// BenchmarkVerifyPassword is what one log-on costs a kiosk PC.
