package staff

import (
	"strings"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// AccountResult is what the account commands answer.
type AccountResult struct {
	ID string `json:"id"`
}

// maxName bounds the name of an officer, in characters.
const maxName = 50

// CreateAccount makes an account. The first one is made by the program itself.
type CreateAccount struct {
	Login        string `json:"login"`
	Name         string `json:"name"`
	Role         Role   `json:"role"`
	Station      string `json:"station"`
	PasswordHash string `json:"password_hash"`
	// MustChange makes the holder choose a password of their own at the first log-on.
	MustChange bool `json:"must_change"`
}

// Kind is account.create.v1.
func (CreateAccount) Kind() string { return "account.create.v1" }

// Validate judges the form alone.
func (c CreateAccount) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	_, err := ParseLogin(c.Login)
	v.That(err == nil, "login", "account.login_invalid")
	v.That(strings.TrimSpace(c.Name) != "", "name", "account.name_required")
	v.That(utf8.RuneCountInString(c.Name) <= maxName, "name", "account.name_too_long")
	v.That(c.Role.Known(), "role", "account.role_unknown")
	v.That(CheckHash(c.PasswordHash) == nil, "password", "account.hash_invalid")
	return v.Refusal()
}

// Apply makes the account, unless the log-on name was ever given to somebody.
func (c CreateAccount) Apply(tx *ledger.Tx) (any, error) {
	if refusal := managed(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	login, err := ParseLogin(c.Login)
	if err != nil {
		return nil, err
	}
	_, taken, err := ByLogin(tx, login)
	if err != nil {
		return nil, err
	}
	if taken {
		return nil, ledger.Refuse(ledger.Conflict, "login", "account.login_taken")
	}
	id, at := tx.NewID(), ledger.FormatTime(tx.Stamp.At)
	_, err = tx.Exec(`INSERT INTO account (id, login, name, role, station, password_hash, disabled, must_change, created_at, changed_at)
		VALUES (?,?,?,?,?,?,0,?,?,?)`, id, login, strings.TrimSpace(c.Name), string(c.Role), c.Station, c.PasswordHash, c.MustChange, at, at)
	tx.Changed(topic, id)
	return AccountResult{ID: id}, err
}

// DisableAccount takes the right to log on from an account for good. Its name stays in the history of cases.
type DisableAccount struct {
	ID string `json:"id"`
}

// Kind is account.disable.v1.
func (DisableAccount) Kind() string { return "account.disable.v1" }

// Validate has nothing to judge without the register.
func (DisableAccount) Validate(ledger.Stamp) *ledger.Refusal { return nil }

// Apply disables the account; the last administrator who can still log on stays. Disabling twice changes nothing.
func (c DisableAccount) Apply(tx *ledger.Tx) (any, error) {
	if refusal := managed(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	account, found, err := ByID(tx, c.ID)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, ledger.Refuse(ledger.NotFound, "id", "account.unknown")
	}
	if account.Disabled {
		return AccountResult{ID: c.ID}, nil
	}
	last, err := lastAdmin(tx, account)
	if err != nil {
		return nil, err
	}
	if last {
		return nil, ledger.Refuse(ledger.Conflict, "id", "account.last_admin")
	}
	_, err = tx.Exec(`UPDATE account SET disabled = 1, changed_at = ? WHERE id = ?`, ledger.FormatTime(tx.Stamp.At), c.ID)
	tx.Changed(topic, c.ID)
	return AccountResult{ID: c.ID}, err
}

func lastAdmin(q store.Query, a Account) (bool, error) {
	if a.Role != Admin {
		return false, nil
	}
	var others int
	err := q.Row(`SELECT count(*) FROM account WHERE role = ? AND disabled = 0 AND id <> ?`, string(Admin), a.ID).Scan(&others)
	return others == 0, err
}

// SetPassword gives an account a new password, hashed where it was typed. By the holder it is final; by an administrator
// it has to be changed at the next log-on.
type SetPassword struct {
	ID           string `json:"id"`
	PasswordHash string `json:"password_hash"`
}

// Kind is account.set_password.v1.
func (SetPassword) Kind() string { return "account.set_password.v1" }

// Validate judges the hash; the password itself was judged by CheckPassword where it was known.
func (c SetPassword) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(CheckHash(c.PasswordHash) == nil, "password", "account.hash_invalid")
	return v.Refusal()
}

// Apply keeps the new hash.
func (c SetPassword) Apply(tx *ledger.Tx) (any, error) {
	actor := tx.Stamp.Actor
	own := actor.Kind == ledger.Staff && actor.ID == c.ID
	if refusal := managed(actor); refusal != nil && !own {
		return nil, refusal
	}
	account, found, err := ByID(tx, c.ID)
	if err != nil {
		return nil, err
	}
	if !found || (own && account.Disabled) {
		return nil, ledger.Refuse(ledger.NotFound, "id", "account.unknown")
	}
	_, err = tx.Exec(`UPDATE account SET password_hash = ?, must_change = ?, changed_at = ? WHERE id = ?`,
		c.PasswordHash, !own, ledger.FormatTime(tx.Stamp.At), c.ID)
	tx.Changed(topic, c.ID)
	return AccountResult{ID: c.ID}, err
}

// managed refuses everybody but administrators and the program itself.
func managed(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.System || (actor.Kind == ledger.Staff && Role(actor.Role).May(AccountManage)) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "account.not_permitted")
}
