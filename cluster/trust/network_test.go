package trust

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// wrapped is a connection as its users wrap it.
type wrapped struct{ net.Conn }

func (w wrapped) NetConn() net.Conn { return w.Conn }

func TestStationsOfOneOfficeTalkAndKnowWhoSpeaks(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	second := another(t, first, "s2", day)
	members := newRoster(first, second)
	// Clocks a day apart either way, on the day the certificates were made.
	a := NewNetwork("127.0.0.1:0", first, members, at(day.Add(24*time.Hour)))
	b := NewNetwork("127.0.0.1:0", second, members, at(day.Add(-24*time.Hour)))
	l := listen(t, a)
	calling := dial(t, b, l)
	called := take(t, l)
	if station, member := a.Peer(called); station != "s2" || !member {
		t.Errorf("the caller is %q %v, want s2", station, member)
	}
	if station, member := b.Peer(wrapped{calling}); station != "s1" || !member {
		t.Errorf("the called is %q %v, want s1", station, member)
	}
	if station, member := b.Peer(&net.TCPConn{}); station != "" || member {
		t.Errorf("a plain connection is of %q %v, want nobody", station, member)
	}
	say(t, calling, called)
	say(t, called, calling)
	if err := calling.Close(); err != nil {
		t.Error(err)
	}
	if _, err := called.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("after the goodbye: %v, want EOF", err)
	}
}

func TestStrangersAreTurnedAwayByBothSides(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	for name, c := range map[string]struct {
		caller *Identity
		want   error // what the door says
	}{
		"another authority of the same name": {found(t, "qingsong", "s2", day), ErrOtherOffice},
		"another office":                     {found(t, "hongfeng", "s2", day), ErrOtherOffice},
		"another office of one authority":    {another(t, &Identity{office: "hongfeng", authority: first.authority, epoch: "e"}, "s2", day), ErrOtherOffice},
		"expired":                            {another(t, first, "s2", day.AddDate(-1, 0, -3)), ErrExpired},
		"not yet valid":                      {another(t, first, "s2", day.AddDate(0, 0, 3)), ErrNotYetValid},
		"removed":                            {another(t, first, "s9", day), errRemoved},
		"the key is not the pinned one":      {another(t, first, "s3", day), errKey},
	} {
		t.Run(name, func(t *testing.T) {
			members := newRoster(first)
			members.add("s2", c.caller.Key())
			members.add("s3", "another key")
			turned := make(reasons, 1)
			door := NewNetwork("127.0.0.1:0", first, members, at(day))
			door.Log = slogTo(turned)
			l := listen(t, door)
			caller := NewNetwork("", c.caller, everybody{}, at(day))
			if conn, err := caller.Dial(t.Context(), l.Addr().String()); err == nil {
				defer conn.Close()
				if _, err := conn.Read(make([]byte, 1)); err == nil {
					t.Error("the caller read something")
				}
			}
			// A caller that does not trust the door hangs up before it is judged.
			if err := <-turned; !errors.Is(err, c.want) && !errors.Is(c.want, ErrOtherOffice) {
				t.Errorf("turned away: %v, want %v", err, c.want)
			}
			// The other way round: who calls judges who answers.
			answering := NewNetwork("127.0.0.1:0", c.caller, everybody{}, at(day))
			_, err := NewNetwork("", first, members, at(day)).Dial(t.Context(), listen(t, answering).Addr().String())
			if !errors.Is(err, c.want) {
				t.Errorf("dialled: %v, want %v", err, c.want)
			}
			friend := another(t, first, "s4", day)
			members.add("s4", friend.Key())
			say(t, dial(t, NewNetwork("", friend, members, at(day)), l), take(t, l)) // the first that Accept hands in
		})
	}
}

func TestOtherKindsOfCallers(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	friend := another(t, first, "s2", day)
	members := newRoster(first, friend)
	show := func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return friend.chain(), nil }
	for name, call := range map[string]func(raw net.Conn) error{
		"plain TCP": func(raw net.Conn) error {
			_, err := raw.Write([]byte("GET / HTTP/1.1\r\nHost: station\r\n\r\n"))
			return err
		},
		"TLS 1.2": func(raw net.Conn) error {
			return tls.Client(raw, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12, NextProtos: []string{memberProtocol}, GetClientCertificate: show}).Handshake()
		},
		"no protocol named": func(raw net.Conn) error {
			return tls.Client(raw, &tls.Config{InsecureSkipVerify: true, GetClientCertificate: show}).Handshake()
		},
		"another protocol": func(raw net.Conn) error {
			return tls.Client(raw, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}, GetClientCertificate: show}).Handshake()
		},
		"no certificate": func(raw net.Conn) error {
			return tls.Client(raw, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{memberProtocol}}).Handshake()
		},
		"two certificates": func(raw net.Conn) error {
			return tls.Client(raw, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{memberProtocol}, GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
				both := friend.chain()
				both.Certificate = append(both.Certificate, first.authority.certificate.Raw)
				return both, nil
			}}).Handshake()
		},
		"hung up at once": func(raw net.Conn) error { return raw.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			turned := make(reasons, 1)
			door := NewNetwork("127.0.0.1:0", first, members, at(day))
			door.Log = slogTo(turned)
			l := listen(t, door)
			raw, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			_ = call(raw) // in TLS 1.3 the caller's side may be content before it hears the no
			if err := <-turned; err == nil {
				t.Error("turned away without a reason")
			}
			say(t, dial(t, NewNetwork("", friend, members, at(day)), l), take(t, l))
		})
	}
}

func TestDeadlinesAndClosingWorkAsOnAPlainConnection(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	n := NewNetwork("127.0.0.1:0", first, everybody{}, at(day))
	l := listen(t, n)
	calling, called := dial(t, n, l), take(t, l)
	if err := called.SetReadDeadline(time.Now().Add(10 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := called.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read = %v, want %v", err, os.ErrDeadlineExceeded)
	}
	if err := called.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	say(t, calling, called) // a read that ran out breaks nothing
	read := make(chan error)
	go func() {
		_, err := called.Read(make([]byte, 1))
		read <- err
	}()
	if err := called.Close(); err != nil {
		t.Error(err)
	}
	if err := <-read; err == nil {
		t.Error("a read went on after closing")
	}
}

func TestAPeerThatStandsStillDoesNotHoldUpClosing(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	n := NewNetwork("127.0.0.1:0", first, everybody{}, at(day))
	l := listen(t, n)
	calling := dial(t, n, l)
	take(t, l)
	if err := calling.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 1<<20)
	var err error
	for err == nil {
		_, err = calling.Write(block)
	}
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("write = %v, want %v", err, os.ErrDeadlineExceeded)
	}
	start := time.Now()
	_ = calling.Close() // the goodbye found no room
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("closing took %s, want about %s", took, goodbye)
	}
}

func TestARenewalChangesTheCertificateAndNotTheKey(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	friend := another(t, first, "s2", day)
	members := newRoster(first, friend)
	clock := day
	now := func() time.Time { return clock }
	n := NewNetwork("127.0.0.1:0", first, members, now)
	l := listen(t, n)
	caller := NewNetwork("", friend, members, now)
	before, called := dial(t, caller, l), take(t, l)
	key, expires := first.Key(), first.Expires()
	for _, step := range []struct {
		name    string
		at      time.Time
		renewed bool
		err     error
	}{
		{"young", day.Add(stationLife / 2), false, nil},
		{"the clock has fallen back", time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), false, ErrNotYetValid},
		{"less than a third left", day.Add(stationLife*2/3 + time.Hour), true, nil},
		{"just renewed", day.Add(stationLife*2/3 + time.Hour), false, nil},
		{"switched off for three years", day.AddDate(3, 0, 0), true, nil},
	} {
		if renewed, err := first.Renew(step.at); renewed != step.renewed || !errors.Is(err, step.err) {
			t.Errorf("%s: renewed %v %v, want %v %v", step.name, renewed, err, step.renewed, step.err)
		}
	}
	clock = day.AddDate(3, 0, 0)
	if renewed, err := friend.Renew(clock); !renewed || err != nil {
		t.Fatal(renewed, err)
	}
	say(t, before, called) // what lives, lives on
	after := dial(t, caller, l)
	say(t, after, take(t, l))
	if first.Key() != key || !first.Expires().After(expires) {
		t.Errorf("key %s until %s, want the same key %s after %s", first.Key(), first.Expires(), key, expires)
	}
}
