package trust

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"
)

// What a caller wants is named before the handshake, so that a joiner is never taken for a member.
const (
	memberProtocol = "jiezhan/1"
	joinProtocol   = "jiezhan-join/1"
)

// A Network connects the stations of one office over TLS 1.3 with certificates on both sides. Whom it connects is asked of Members at every
// handshake; connections that live are not asked again, so whoever removes a station also ends them.
type Network struct {
	// Join lets a new station in once its code proved right; Desk knows the codes. Both are set before Listen, or joiners are turned away.
	// An ErrRefused goes to the joiner, any other error becomes "office.unavailable".
	Join func(context.Context, JoinRequest) (Welcome, error)
	Desk *Desk
	// Log hears of callers that were turned away, and why: one line a minute from each host. NewNetwork sets one that is silent.
	Log *slog.Logger

	listen  string
	id      *Identity
	members Members
	now     func() time.Time
}

// NewNetwork is the network as the station id sees it; listen is host:port of its own door, now judges certificates.
func NewNetwork(listen string, id *Identity, members Members, now func() time.Time) *Network {
	return &Network{Log: slog.New(slog.DiscardHandler), listen: listen, id: id, members: members, now: now}
}

// Listen opens this station's door. What Accept answers has shown its certificate and was admitted; callers that do not, or that take their
// time about it, never get there and hold up nobody.
func (n *Network) Listen() (net.Listener, error) {
	var config net.ListenConfig
	socket, err := config.Listen(context.Background(), "tcp", n.listen)
	if err != nil {
		return nil, err
	}
	return newListener(n, socket), nil
}

// Dial opens a connection to whatever member answers at address; Peer says which. The errors of the handshake are this side's: where
// the other side turns this station away, the first Read says so.
func (n *Network) Dial(ctx context.Context, address string) (net.Conn, error) {
	dialer := net.Dialer{LocalAddr: n.from()}
	raw, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	conn := &memberConn{}
	conn.Conn = tls.Client(raw, n.clientConfig(&conn.station))
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("greet %s: %w", address, err), raw.Close())
	}
	return conn, nil
}

// from is where calls come from: the address this station listens at, where that is one, so that peers and firewalls see the address they
// know it by.
func (n *Network) from() net.Addr {
	host, _, err := net.SplitHostPort(n.listen)
	if ip := net.ParseIP(host); err == nil && ip != nil && !ip.IsUnspecified() {
		return &net.TCPAddr{IP: ip}
	}
	return nil
}

// Peer is the station at the other end of a connection that this network made or accepted. It looks through wrappers that have a
// NetConn method.
func (n *Network) Peer(conn net.Conn) (station string, member bool) {
	for conn != nil {
		if m, ours := conn.(*memberConn); ours {
			return m.station, true
		}
		wrapper, wraps := conn.(interface{ NetConn() net.Conn })
		if !wraps {
			return "", false
		}
		conn = wrapper.NetConn()
	}
	return "", false
}

// common is what all connections between stations have. No tickets: every connection asks Members anew.
func (n *Network) common(protocol string) *tls.Config {
	return &tls.Config{
		MinVersion:             tls.VersionTLS13,
		NextProtos:             []string{protocol},
		Time:                   n.now,
		SessionTicketsDisabled: true,
	}
}

func (n *Network) clientConfig(station *string) *tls.Config {
	config := n.common(memberProtocol)
	config.InsecureSkipVerify = true // names of hosts mean nothing here; admit checks the whole certificate
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return n.id.chain(), nil }
	config.VerifyConnection = func(state tls.ConnectionState) error { return n.admit(state, station) }
	return config
}

func (n *Network) serverConfig(station *string) *tls.Config {
	config := n.common(memberProtocol)
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return n.id.chain(), nil }
	config.ClientAuth = tls.RequireAnyClientCert
	config.VerifyConnection = func(state tls.ConnectionState) error { return n.admit(state, station) }
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if len(hello.SupportedProtos) == 1 && hello.SupportedProtos[0] == joinProtocol {
			return n.joinConfig(), nil
		}
		return nil, nil //nolint:nilnil // the configuration at hand
	}
	return config
}

// joinConfig serves those who have no certificate yet. They see this station's, and cannot judge it: the code does that.
func (n *Network) joinConfig() *tls.Config {
	config := n.common(joinProtocol)
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return n.id.chain(), nil }
	return config
}

// admit judges the other side of a handshake and keeps its name.
func (n *Network) admit(state tls.ConnectionState, station *string) error {
	if state.NegotiatedProtocol != memberProtocol {
		return fmt.Errorf("%w: the caller does not speak %s", ErrNoMember, memberProtocol)
	}
	leaf, err := n.leaf(state.PeerCertificates)
	if err != nil {
		return err
	}
	peer, err := n.id.authority.verify(n.id.office, leaf, n.now())
	if err != nil {
		return err
	}
	if err := n.members.Admit(peer, keyOf(leaf)); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrNoMember, peer, err)
	}
	*station = peer
	return nil
}

func (n *Network) leaf(shown []*x509.Certificate) (*x509.Certificate, error) {
	if len(shown) != 1 {
		return nil, fmt.Errorf("%w: %d certificates instead of one", ErrOtherOffice, len(shown))
	}
	return shown[0], nil
}
