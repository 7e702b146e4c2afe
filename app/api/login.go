package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"jiezhan/station/staff"
	"jiezhan/station/store"
)

const (
	// idle is how long a session lasts without a request, longest how long at all. The page locks itself after half of idle.
	idle, longest = 10 * time.Minute, 12 * time.Hour
	idleLock      = 5 * time.Minute
	// hashersAtOnce bounds the memory that logging on may take: 32 MiB each.
	hashersAtOnce = 2
)

// sessions are who is logged on at this station. They live in memory: after a restart everybody logs on again.
type sessions struct {
	manager *scs.SessionManager
	lockout *lockout
	hashing chan struct{}
}

// newSessions takes the clock of the work for the lock-out, and the real one, by which scs counts, for the sessions.
func newSessions(station string, now, wall func() time.Time) *sessions {
	s := &sessions{manager: scs.New(), lockout: newLockout(now), hashing: make(chan struct{}, hashersAtOnce)}
	m := s.manager
	m.Store = newSessionStore(wall)
	m.IdleTimeout, m.Lifetime = idle, longest
	m.HashTokenInStore = true
	m.Cookie.Name = "jz_session_" + cookieSafe(station) // browsers share cookies among the ports of a host, where a demo has three stations
	m.Cookie.Path = "/api/"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteStrictMode
	m.Cookie.Persist = false
	return s
}

func cookieSafe(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, name)
}

// A session holds the account's id and a mark of its password: with another password, everybody logged on with the old one is out.
const keyAccount, keyMark = "account", "mark"

func passwordMark(a staff.Account) string {
	sum := sha256.Sum256([]byte(a.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

// loggedOn answers the account of the session. A disabled account has none any more.
func (a *API) loggedOn(ctx context.Context) (staff.Account, bool, error) {
	id := a.sessions.manager.GetString(ctx, keyAccount)
	if id == "" {
		return staff.Account{}, false, nil
	}
	account, found, err := a.accountByID(ctx, id)
	if err != nil {
		return staff.Account{}, false, err
	}
	if !found || account.Disabled || passwordMark(account) != a.sessions.manager.GetString(ctx, keyMark) {
		return staff.Account{}, false, a.sessions.manager.Destroy(ctx)
	}
	return account, true, nil
}

// open makes the session of an account under a fresh token.
func (a *API) open(ctx context.Context, account staff.Account) error {
	m := a.sessions.manager
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, keyAccount, account.ID)
	m.Put(ctx, keyMark, passwordMark(account))
	return nil
}

// verify checks a login and its password, as fast for names that exist as for those that do not.
func (a *API) verify(ctx context.Context, login, password string) (staff.Account, error) {
	try, until, locked := a.sessions.lockout.begin(login)
	if locked {
		p := refuse("login.locked", "until", until.UTC().Format(time.RFC3339))
		return staff.Account{}, p
	}
	var found bool
	account, err := view(ctx, a, func(q store.Query) (account staff.Account, err error) {
		account, found, err = staff.ByLogin(q, login)
		return account, err
	})
	if err != nil {
		return staff.Account{}, err
	}
	hash := account.PasswordHash
	if !found || account.Disabled {
		hash = ""
	}
	right, err := a.sessions.compare(ctx, hash, password)
	if err != nil {
		return staff.Account{}, err
	}
	if !right {
		return staff.Account{}, refuse("login.wrong")
	}
	try.succeeded()
	return account, nil
}

func (s *sessions) compare(ctx context.Context, hash, password string) (bool, error) {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return staff.VerifyPassword(hash, password)
}

const (
	// triesBeforeLock is how many wrong passwords in a row lock a login, lockTime for how long.
	triesBeforeLock = 5
	lockTime        = 15 * time.Minute
	// loginsKept bounds the memory that made-up logins can take.
	loginsKept = 4096
)

// lockout counts wrong passwords by login, whether or not the login exists.
type lockout struct {
	now func() time.Time

	mu     sync.Mutex
	logins map[string]*tries
}

type tries struct {
	wrong int
	last  time.Time
}

func newLockout(now func() time.Time) *lockout {
	return &lockout{now: now, logins: map[string]*tries{}}
}

// try is one attempt; it counts as wrong until it succeeds, so that attempts at the same time cannot get around the limit.
type try struct {
	lockout *lockout
	login   string
}

func (l *lockout) begin(login string) (t try, until time.Time, locked bool) {
	if name, err := staff.ParseLogin(login); err == nil {
		login = name
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.prune(now)
	seen := l.logins[login]
	if seen == nil {
		seen = &tries{}
		l.logins[login] = seen
	}
	if seen.wrong >= triesBeforeLock {
		return try{}, seen.last.Add(lockTime), true
	}
	seen.wrong++
	seen.last = now
	return try{l, login}, time.Time{}, false
}

// prune forgets what is over, and when there are too many logins all of them that are not locked.
func (l *lockout) prune(now time.Time) {
	crowded := len(l.logins) >= loginsKept
	for login, t := range l.logins {
		if !now.Before(t.last.Add(lockTime)) || crowded && t.wrong < triesBeforeLock {
			delete(l.logins, login)
		}
	}
}

func (t try) succeeded() {
	t.lockout.mu.Lock()
	defer t.lockout.mu.Unlock()
	delete(t.lockout.logins, t.login)
}
