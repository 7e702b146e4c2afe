package trust

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"testing"
)

// TestSomebodyInBetweenLearnsNothingAndIsNoticed puts a proxy that ends TLS on both sides between a joiner and the office.
func TestSomebodyInBetweenLearnsNothingAndIsNoticed(t *testing.T) {
	f := openDesk(t)
	evil := found(t, "evil", "s1", day).chain()
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	passed := make(chan string, 2)
	go func() {
		raw, err := proxy.Accept()
		if err != nil {
			return
		}
		joiner := tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{*evil}, NextProtos: []string{joinProtocol}, MinVersion: tls.VersionTLS13})
		defer joiner.Close()
		office, err := call(context.Background(), f.listener.Addr().String())
		if err != nil {
			passed <- err.Error()
			return
		}
		defer office.Close()
		body, proof, err := readMessage(joiner, maxApplication)
		if err != nil || writeMessage(office, body, proof) != nil {
			passed <- "nothing"
			return
		}
		said, proof, err := readMessage(office, maxReply)
		if err != nil {
			passed <- err.Error()
			return
		}
		passed <- string(said)
		// It answers the joiner with a welcome of its own making.
		forged, _ := json.Marshal(reply{Status: statusWelcome, Welcome: Welcome{OfficeID: "evil", Epoch: "e"}})
		_ = writeMessage(joiner, forged, proof)
	}()
	id, _, err := Join(t.Context(), t.TempDir(), f.codeFor(t, proxy.Addr().String()), asking("s2"))
	if id != nil || !errors.Is(err, ErrCode) {
		t.Errorf("join = %v %v, want %v", id, err, ErrCode)
	}
	if said := <-passed; said != `{"status":"code"}` {
		t.Errorf("the office answered the one in between: %s", said)
	}
	if !errors.Is(f.members.Admit("s2", ""), errRemoved) {
		t.Error("the one in between became a member")
	}
}

func TestAJoinerThatTheOfficeForgetsKnowsThatItDoesNotKnow(t *testing.T) {
	first := found(t, "qingsong", "s1", day).chain()
	door, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{*first}, NextProtos: []string{joinProtocol}, MinVersion: tls.VersionTLS13})
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	go func() {
		conn, err := door.Accept()
		if err != nil {
			return
		}
		_, _, _ = readMessage(conn, maxApplication)
		conn.Close()
	}()
	code, _, err := NewDesk(at(day)).Issue(door.Addr().String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Join(t.Context(), t.TempDir(), code, asking("s2")); !errors.Is(err, ErrUncertain) || !errors.Is(err, ErrUnreachable) {
		t.Errorf("join = %v, want %v and %v", err, ErrUnreachable, ErrUncertain)
	}
}

func TestADoorThatIsNoStationIsUnreachable(t *testing.T) {
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer door.Close()
	go func() {
		if conn, err := door.Accept(); err == nil {
			_, _ = conn.Write([]byte("220 mail ready\r\n"))
			conn.Close()
		}
	}()
	code, _, err := NewDesk(at(day)).Issue(door.Addr().String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Join(t.Context(), t.TempDir(), code, asking("s2")); !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrUncertain) {
		t.Errorf("join = %v, want %v for certain", err, ErrUnreachable)
	}
}
