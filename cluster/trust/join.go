package trust

import (
	"context"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
)

// JoinRequest is what a new station says about itself. Of it, trust looks only at Station; the office judges the rest.
type JoinRequest struct {
	Station   string `json:"station"`
	Name      string `json:"name"`
	Community string `json:"community"`
	Machine   int    `json:"machine"`
	// Address is host:port under which the others reach the new station.
	Address string `json:"address"`
	// Key is the hex SHA-256 of the joiner's public key, for the register to pin. The listener fills it in; a joiner leaves it empty.
	Key string `json:"-"`
}

// Welcome is what the office tells a station it lets in.
type Welcome struct {
	// OfficeID and Epoch are filled in by the network of the station that answers.
	OfficeID   string `json:"office_id"`
	OfficeName string `json:"office_name"`
	Epoch      string `json:"epoch"`
	// Info is for the program above, 64 KiB at most; trust does not look into it.
	Info json.RawMessage `json:"info,omitempty"`
}

// application is the first message of a joiner; its proof follows.
type application struct {
	JoinRequest
	// Certificate is a PKCS #10 request: it shows that the joiner holds the key that is to be certified.
	Certificate []byte `json:"certificate_request"`
}

// reply is the office's answer; its proof follows, except where the code was wrong.
type reply struct {
	Status string `json:"status"`
	// Code is the refusal.
	Code         string  `json:"code,omitempty"`
	Welcome      Welcome `json:"welcome"`
	Authority    []byte  `json:"authority,omitempty"`
	AuthorityKey []byte  `json:"authority_key,omitempty"`
	Certificate  []byte  `json:"certificate,omitempty"`
}

const (
	statusWelcome = "welcome"
	statusRefused = "refused"
	statusCode    = "code"
)

// Join enters the office of the code: it calls the station that made the code, both prove that they know its secret on this very connection,
// and the office answers with certificate and authority. The caller saves the identity in folder. Errors: ErrMistyped, ErrCode, *ErrRefused,
// ErrUnreachable, with ErrUncertain where the connection broke after the code was shown. The station's key is kept in folder before anybody is called, and
// Join asks with it again for the same station: an office that let it in unheard knows it.
func Join(ctx context.Context, folder, code string, r JoinRequest) (*Identity, Welcome, error) {
	c, err := ParseCode(code)
	if err != nil {
		return nil, Welcome{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*deciding)
	defer cancel()
	if !name.MatchString(r.Station) {
		return nil, Welcome{}, fmt.Errorf("join as %q: an id may not be written so", r.Station)
	}
	key, err := joiningKey(folder, r.Station)
	if err != nil {
		return nil, Welcome{}, fmt.Errorf("keep the station's key: %w", err)
	}
	body, err := apply(r, key)
	if err != nil {
		return nil, Welcome{}, err
	}
	conn, err := call(ctx, c.Address)
	if err != nil {
		return nil, Welcome{}, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	defer conn.Close()                                                //nolint:errcheck // everything was said
	defer context.AfterFunc(ctx, func() { conn.NetConn().Close() })() //nolint:errcheck // whoever reads notices
	answer, err := exchange(conn, c, body)
	if err != nil {
		return nil, Welcome{}, err
	}
	switch answer.Status {
	case statusWelcome:
		id, err := accept(r, key, answer)
		if err != nil {
			return nil, Welcome{}, fmt.Errorf("%w: %w: %w", ErrUnreachable, ErrUncertain, err)
		}
		return id, answer.Welcome, nil
	case statusRefused:
		return nil, Welcome{}, &ErrRefused{Code: answer.Code}
	default:
		return nil, Welcome{}, ErrCode
	}
}

// apply writes the application of the station with the key.
func apply(r JoinRequest, key *ecdsa.PrivateKey) ([]byte, error) {
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		return nil, fmt.Errorf("request a certificate: %w", err)
	}
	body, err := json.Marshal(application{JoinRequest: r, Certificate: request})
	if err != nil {
		return nil, fmt.Errorf("write the application: %w", err)
	}
	return body, nil
}

// call opens a protected connection to a station that is not trusted yet.
func call(ctx context.Context, address string) (*tls.Conn, error) {
	var dialer net.Dialer
	raw, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, &tls.Config{
		MinVersion:         tls.VersionTLS13,
		NextProtos:         []string{joinProtocol},
		InsecureSkipVerify: true, //nolint:gosec // who answers is proved by the code, bound to this connection
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	if conn.ConnectionState().NegotiatedProtocol != joinProtocol {
		return nil, errors.Join(errors.New("whoever answers is no station"), raw.Close())
	}
	return conn, nil
}

// exchange sends the application and believes no answer but one that is proved, or the plain word that the code is wrong.
func exchange(conn *tls.Conn, c Code, body []byte) (reply, error) {
	b, err := bind(conn, body)
	if err != nil {
		return reply{}, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	if err := writeMessage(conn, body, b.joiner(c.secret[:])); err != nil {
		return reply{}, fmt.Errorf("%w: %w: %w", ErrUnreachable, ErrUncertain, err)
	}
	said, proof, err := readMessage(conn, maxReply)
	if err != nil {
		return reply{}, fmt.Errorf("%w: %w: %w", ErrUnreachable, ErrUncertain, err)
	}
	if !hmac.Equal(proof, b.office(c.secret[:], said)) {
		return reply{}, ErrCode
	}
	var answer reply
	if err := json.Unmarshal(said, &answer); err != nil {
		return reply{}, fmt.Errorf("%w: %w: %w", ErrUnreachable, ErrUncertain, err)
	}
	return answer, nil
}

// accept makes the identity the office gave.
func accept(r JoinRequest, key *ecdsa.PrivateKey, answer reply) (*Identity, error) {
	a, err := parseAuthority(answer.Authority, answer.AuthorityKey)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(answer.Certificate)
	if err != nil {
		return nil, err
	}
	w := answer.Welcome
	if !name.MatchString(w.OfficeID) || !name.MatchString(w.Epoch) {
		return nil, errors.New("the office has no id or epoch")
	}
	return assemble(office{Office: w.OfficeID, Epoch: w.Epoch, Station: r.Station}, a, key, certificate)
}
