package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/text"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

const (
	// firstLogin is the account that an office begins with.
	firstLogin = "admin"
	// firstPasswordName is the file in the data folder that holds its password until somebody has used it.
	firstPasswordName = "first-password.txt"
	// firstLook is how often a station looks whether it is the one to make the account.
	firstLook = 200 * time.Millisecond
)

// firstAccount makes the account admin where the office has none. Only the leading station does, because it is up to date by the time it leads; the
// password lies in a file that nobody else may read, never in the log.
func (r *Running) firstAccount(ctx context.Context) {
	if !r.config.FirstAccount {
		return
	}
	defer r.forgetFirstPassword(ctx)
	look := time.NewTicker(firstLook)
	defer look.Stop()
	requestID := uuid.NewString()
	for {
		done, err := r.tryFirstAccount(ctx, requestID)
		if err != nil && ctx.Err() == nil {
			r.log.Error("first account", "error", err)
			return
		}
		if done {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}

// tryFirstAccount answers true when there is nothing left to do.
func (r *Running) tryFirstAccount(ctx context.Context, requestID string) (bool, error) {
	contact := r.place.now().Contact()
	if contact.Leader == "" || contact.CatchingUp {
		return false, nil
	}
	var accounts []staff.Account
	err := r.Station.View(ctx, func(q store.Query) (err error) {
		accounts, err = staff.All(q)
		return err
	})
	if err != nil || len(accounts) > 0 {
		return true, err
	}
	if contact.Leader != r.config.Station.ID {
		return false, nil // the leading station makes it; look again in case the lead changes before
	}
	return r.makeFirstAccount(ctx, requestID)
}

func (r *Running) makeFirstAccount(ctx context.Context, requestID string) (bool, error) {
	path := filepath.Join(r.config.Data, firstPasswordName)
	password, err := r.firstPassword(path)
	if err != nil {
		return true, err
	}
	hash, err := staff.HashPassword(password, staff.KioskCost())
	if err != nil {
		return true, err
	}
	outcome, err := r.Station.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID, staff.CreateAccount{
		Login: firstLogin, Name: firstLogin, Role: staff.Admin, Station: r.config.Station.ID, PasswordHash: hash, MustChange: true,
	})
	if retryable(err) {
		return false, nil // looked at again; an account made meanwhile ends it
	}
	if err == nil {
		err = outcome.Err()
	}
	if err != nil {
		return true, errors.Join(err, os.Remove(path))
	}
	r.log.Warn(text.Say(text.English, "log.first_password", path))
	return true, nil
}

// forgetFirstPassword removes the file once its password has been changed, now or at a later start.
func (r *Running) forgetFirstPassword(ctx context.Context) {
	path := filepath.Join(r.config.Data, firstPasswordName)
	commits, stop := r.Station.Changes()
	defer stop()
	for ctx.Err() == nil {
		if _, err := os.Stat(path); err != nil {
			return
		}
		var admin staff.Account
		err := r.Station.View(ctx, func(q store.Query) (err error) {
			admin, _, err = staff.ByLogin(q, firstLogin)
			return err
		})
		if err == nil && admin.ID != "" && !admin.MustChange {
			if err := os.Remove(path); err != nil {
				r.log.Warn("the first password is used but its file stays", "error", err)
				return
			}
			r.log.Info("the first password is used and its file removed")
			return
		}
		select {
		case <-commits:
		case <-ctx.Done():
		}
	}
}

// firstPassword reads the password of an earlier attempt, or draws one and keeps it on disk before the account is made: a station that stops in
// between must not leave an account that nobody can use.
func (r *Running) firstPassword(path string) (string, error) {
	old, err := os.ReadFile(path)
	if err == nil && len(old) > 1 {
		return string(old[:len(old)-1]), nil
	}
	password, err := drawPassword(r.setting.Random)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(path, []byte(password+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep the first password: %w", err)
	}
	return password, nil
}

// drawPassword draws sixteen letters and digits that cannot be mistaken for each other, in groups of four.
func drawPassword(random io.Reader) (string, error) {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789" // no i, l, o, 0, 1
	var raw [64]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", fmt.Errorf("draw a password: %w", err)
	}
	var password []byte
	for _, b := range raw {
		if int(b) >= 256/len(letters)*len(letters) { // would make some letters likelier
			continue
		}
		if n := len(password); n > 0 && n%5 == 4 {
			password = append(password, '-')
		}
		if password = append(password, letters[int(b)%len(letters)]); len(password) == 19 {
			return string(password), nil
		}
	}
	return drawPassword(random)
}
