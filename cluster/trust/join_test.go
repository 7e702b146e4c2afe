package trust

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// frontDesk is an office with an open door and a desk.
type frontDesk struct {
	network  *Network
	listener net.Listener
	members  *roster
	clock    *atomic.Pointer[time.Time]
	refuse   atomic.Pointer[error]
}

func openDesk(t *testing.T) *frontDesk {
	t.Helper()
	first := found(t, "qingsong", "s1", day)
	f := &frontDesk{members: newRoster(first), clock: &atomic.Pointer[time.Time]{}}
	now := day
	f.clock.Store(&now)
	f.network = NewNetwork("127.0.0.1:0", first, f.members, func() time.Time { return *f.clock.Load() })
	f.network.Desk = NewDesk(f.network.now)
	f.network.Join = func(_ context.Context, r JoinRequest) (Welcome, error) {
		if refused := f.refuse.Load(); refused != nil {
			return Welcome{}, *refused
		}
		f.members.add(r.Station, r.Key)
		info, err := json.Marshal(r)
		return Welcome{OfficeName: "青松街道", Info: info}, err
	}
	f.listener = listen(t, f.network)
	return f
}

func (f *frontDesk) code(t *testing.T) string { return f.codeFor(t, f.listener.Addr().String()) }

func (f *frontDesk) codeFor(t *testing.T, address string) string {
	t.Helper()
	code, _, err := f.network.Desk.Issue(address, 0)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// guess is a code for the same door that its desk never gave out.
func (f *frontDesk) guess(t *testing.T) string {
	t.Helper()
	code, _, err := NewDesk(at(day)).Issue(f.listener.Addr().String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func asking(station string) JoinRequest {
	return JoinRequest{Station: station, Name: "青松一区", Community: "339999001001", Machine: 2, Address: "10.0.0.2:7301"}
}

func TestAStationJoinsWithACodeAndIsAMemberThen(t *testing.T) {
	f := openDesk(t)
	id, welcome, err := Join(t.Context(), t.TempDir(), strings.ToLower(f.code(t)), asking("s2"))
	if err != nil {
		t.Fatal(err)
	}
	if welcome.OfficeID != "qingsong" || welcome.OfficeName != "青松街道" || welcome.Epoch != f.network.id.Epoch() {
		t.Errorf("welcome = %+v", welcome)
	}
	var asked JoinRequest
	if err := json.Unmarshal(welcome.Info, &asked); err != nil || asked != asking("s2") {
		t.Errorf("the office heard %+v %v, want %+v", asked, err, asking("s2"))
	}
	folder := t.TempDir()
	if err := id.Save(folder); err != nil {
		t.Fatal(err)
	}
	second := NewNetwork("127.0.0.1:0", load(t, folder), f.members, at(day))
	calling := dial(t, second, f.listener)
	called := take(t, f.listener) // the joiner was never handed in here
	if station, member := f.network.Peer(called); station != "s2" || !member {
		t.Errorf("the caller is %q %v, want s2", station, member)
	}
	say(t, calling, called)
	// The second station lets in a third: it has the authority.
	second.Desk, second.Join = NewDesk(at(day)), f.network.Join
	l := listen(t, second)
	code, _, err := second.Desk.Issue(l.Addr().String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	third, _, err := Join(t.Context(), t.TempDir(), code, asking("s3"))
	if err != nil {
		t.Fatal(err)
	}
	say(t, dial(t, NewNetwork("", third, f.members, at(day)), f.listener), take(t, f.listener))
}

func TestCodesThatAreNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		code func(f *frontDesk) string
		want error
	}{
		"mistyped": {func(f *frontDesk) string { return swapLast(f.code(t)) }, ErrMistyped},
		"wrong":    {func(f *frontDesk) string { f.code(t); return f.guess(t) }, ErrCode},
		"used": {func(f *frontDesk) string {
			code := f.code(t)
			if _, _, err := Join(t.Context(), t.TempDir(), code, asking("s2")); err != nil {
				t.Fatal(err)
			}
			return code
		}, ErrCode},
		"expired": {func(f *frontDesk) string {
			code, later := f.code(t), day.Add(15*time.Minute)
			f.clock.Store(&later)
			return code
		}, ErrCode},
		"burnt by guessing": {func(f *frontDesk) string {
			code := f.code(t)
			for range maxTries {
				if _, _, err := Join(t.Context(), t.TempDir(), f.guess(t), asking("s2")); !errors.Is(err, ErrCode) {
					t.Fatal(err)
				}
			}
			return code
		}, ErrCode},
		"the door is shut": {func(f *frontDesk) string {
			code := f.code(t)
			if err := f.listener.Close(); err != nil {
				t.Fatal(err)
			}
			return code
		}, ErrUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			f := openDesk(t)
			if id, _, err := Join(t.Context(), t.TempDir(), c.code(f), asking("s9")); id != nil || !errors.Is(err, c.want) {
				t.Errorf("join = %v %v, want %v", id, err, c.want)
			}
			if !errors.Is(f.members.Admit("s9", ""), errRemoved) {
				t.Error("the station became a member")
			}
		})
	}
}

// swapLast changes the last letter of a code.
func swapLast(code string) string {
	last := code[len(code)-1]
	for i := range letters {
		if letters[i] != last {
			return code[:len(code)-1] + letters[i:i+1]
		}
	}
	return code
}

func TestARefusedJoinerMayTryAgainWithTheSameCode(t *testing.T) {
	f := openDesk(t)
	code := f.code(t)
	for _, c := range []struct {
		refusal error
		want    string
	}{{&ErrRefused{Code: "machine.taken"}, "machine.taken"}, {errors.New("no leader"), "office.unavailable"}} {
		f.refuse.Store(&c.refusal)
		_, _, err := Join(t.Context(), t.TempDir(), code, asking("s2"))
		var refused *ErrRefused
		if !errors.As(err, &refused) || refused.Code != c.want {
			t.Errorf("join = %v, want %s", err, c.want)
		}
	}
	f.refuse.Store(nil)
	if _, _, err := Join(t.Context(), t.TempDir(), code, asking("s2")); err != nil {
		t.Errorf("once nothing is in the way: %v", err)
	}
}

func TestADoorWithoutADeskTakesNoCode(t *testing.T) {
	f := openDesk(t)
	code := f.code(t)
	closed := NewNetwork("127.0.0.1:0", f.network.id, f.members, at(day))
	l := listen(t, closed)
	c, err := ParseCode(code)
	if err != nil {
		t.Fatal(err)
	}
	c.Address = l.Addr().String()
	if _, _, err := Join(t.Context(), t.TempDir(), c.String(), asking("s2")); !errors.Is(err, ErrCode) {
		t.Errorf("join = %v, want %v", err, ErrCode)
	}
}

func TestAWaitingJoinerEndsWithItsContext(t *testing.T) {
	f := openDesk(t)
	asked := make(chan struct{})
	f.network.Join = func(ctx context.Context, _ JoinRequest) (Welcome, error) {
		close(asked)
		<-ctx.Done()
		return Welcome{}, ctx.Err()
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, _, err := Join(ctx, t.TempDir(), f.code(t), asking("s2")); !errors.Is(err, ErrUncertain) {
		t.Errorf("join = %v, want %v", err, ErrUncertain)
	}
	if err := f.listener.Close(); err != nil { // ends the decision, too
		t.Error(err)
	}
}
