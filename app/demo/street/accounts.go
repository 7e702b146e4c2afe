package street

import (
	"context"
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Account is one of the demo's accounts. Their passwords are public: the demo is no place for real people's data.
type Account struct {
	Login, Password, Name, Role string
}

// Accounts of the sample office, one for each role and a second officer.
func Accounts() []Account {
	return []Account{
		{"zhoumin", "qingsong-2026", "周敏", "clerk"},
		{"wanglei", "qingsong-2026", "王磊", "recorder"},
		{"chengang", "qingsong-2026", "陈刚", "recorder"},
		{"zhaoliang", "qingsong-2026", "赵亮", "auditor"},
		{"admin", "qingsong-2026", "何静", "admin"},
	}
}

func (l *loader) accounts(ctx context.Context) error {
	for _, a := range Accounts() {
		hash, err := staff.HashPassword(a.Password, staff.KioskCost())
		if err != nil {
			return err
		}
		err = l.send(ctx, "account/"+a.Login, staff.CreateAccount{Login: a.Login, Name: a.Name, Role: staff.Role(a.Role), PasswordHash: hash})
		if err != nil {
			return err
		}
	}
	return nil
}

// officer is the actor who is logged on as one of the demo's accounts.
func (l *loader) officer(ctx context.Context, login string) (actor ledger.Actor, err error) {
	err = l.to.View(ctx, func(q store.Query) error {
		a, found, err := staff.ByLogin(q, login)
		if err == nil && !found {
			err = fmt.Errorf("the sample has no account %s", login)
		}
		actor = ledger.Actor{Kind: ledger.Staff, ID: a.ID, Role: string(a.Role)}
		return err
	})
	return actor, err
}
