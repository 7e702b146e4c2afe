package staff

import (
	"database/sql"
	"errors"
	"fmt"

	"jiezhan/station/store"
)

// Account is one member of staff who can log on (工作人员账号). Accounts are never deleted, because the history of a case names them.
type Account struct {
	ID    string
	Login string
	Name  string
	Role  Role
	// Station is where the person usually works; it limits nothing.
	Station string
	// PasswordHash is the encoded argon2id hash. It never leaves the station.
	PasswordHash string
	Disabled     bool
	// MustChange says that somebody else chose the password, so that the holder has to choose their own at the next log-on.
	MustChange bool
}

const columns = `SELECT id, login, name, role, station, password_hash, disabled, must_change FROM account`

// ByID finds an account by its id, disabled ones too.
func ByID(q store.Query, id string) (Account, bool, error) {
	return one(q.Row(columns+` WHERE id = ?`, id))
}

// ByLogin finds an account by its log-on name, disabled ones too. The name is taken as ParseLogin writes it.
func ByLogin(q store.Query, login string) (Account, bool, error) {
	normal, err := ParseLogin(login)
	if err != nil {
		return Account{}, false, nil //nolint:nilerr // no account can have that name
	}
	return one(q.Row(columns+` WHERE login = ?`, normal))
}

// All lists the accounts by log-on name. An office has some dozens.
func All(q store.Query) ([]Account, error) {
	rows, err := q.Rows(columns + ` ORDER BY login`)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	defer rows.Close()
	accounts := []Account{}
	for rows.Next() {
		a, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list accounts: %w", err)
		}
		accounts = append(accounts, a)
	}
	return accounts, rows.Err()
}

func one(row *sql.Row) (Account, bool, error) {
	a, err := scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, false, nil
	}
	if err != nil {
		return Account{}, false, fmt.Errorf("read account: %w", err)
	}
	return a, true, nil
}

func scan(row interface{ Scan(dest ...any) error }) (Account, error) {
	var a Account
	err := row.Scan(&a.ID, &a.Login, &a.Name, &a.Role, &a.Station, &a.PasswordHash, &a.Disabled, &a.MustChange)
	return a, err
}
