package trust

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// deciding is how long the office may take to decide about a joiner: a command has to pass the log.
const deciding = 30 * time.Second

// admission is a joiner whose code was right, on its way in.
type admission struct {
	binding binding
	slip    *slip
	request JoinRequest
	key     *ecdsa.PublicKey
}

// hear reads an application and takes its code. A wrong code is answered in plain: there is no secret to prove with.
func (n *Network) hear(ctx context.Context, conn *tls.Conn) (*admission, error) {
	defer context.AfterFunc(ctx, func() { conn.NetConn().Close() })() //nolint:errcheck // the read below says it
	body, proof, err := readMessage(conn, maxApplication)
	if err != nil {
		return nil, err
	}
	b, err := bind(conn, body)
	if err != nil {
		return nil, err
	}
	a := &admission{binding: b}
	if n.Join != nil && n.Desk != nil {
		a.slip, _ = n.Desk.take(func(secret []byte) bool { return hmac.Equal(proof, b.joiner(secret)) })
	}
	if a.slip == nil {
		return nil, errors.Join(ErrCode, writeMessage(conn, []byte(`{"status":"`+statusCode+`"}`), make([]byte, sha256.Size)))
	}
	if a.request, a.key, err = parseApplication(body); err != nil {
		n.Desk.give(a.slip, false)
		return nil, err
	}
	return a, nil
}

// parseApplication reads who wants to join with which key, and checks that the joiner holds that key.
func parseApplication(body []byte) (JoinRequest, *ecdsa.PublicKey, error) {
	var a application
	if err := json.Unmarshal(body, &a); err != nil {
		return JoinRequest{}, nil, fmt.Errorf("application: %w", err)
	}
	request, err := x509.ParseCertificateRequest(a.Certificate)
	if err != nil {
		return JoinRequest{}, nil, fmt.Errorf("application: %w", err)
	}
	key, ok := request.PublicKey.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() || !name.MatchString(a.Station) {
		return JoinRequest{}, nil, errors.New("application: no P-256 key or no id")
	}
	if err := request.CheckSignature(); err != nil {
		return JoinRequest{}, nil, fmt.Errorf("application: %w", err)
	}
	sum := sha256.Sum256(request.RawSubjectPublicKeyInfo)
	a.Key = hex.EncodeToString(sum[:])
	return a.JoinRequest, key, nil
}

// answer lets the office decide and tells the joiner. The code is spent where the office said yes, whether or not that is heard.
func (n *Network) answer(ctx context.Context, conn *tls.Conn, a *admission) error {
	ctx, cancel := context.WithTimeout(ctx, deciding)
	defer cancel()
	defer context.AfterFunc(ctx, func() { conn.NetConn().Close() })() //nolint:errcheck // the write below says it
	welcome, err := n.Join(ctx, a.request)
	n.Desk.give(a.slip, err == nil)
	said, err := n.decide(a, welcome, err)
	if err != nil {
		return err
	}
	body, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return writeMessage(conn, body, a.binding.office(a.slip.secret[:], body))
}

func (n *Network) decide(a *admission, welcome Welcome, refused error) (reply, error) {
	if refused != nil {
		n.Log.Warn("joiner refused", "station", a.request.Station, "reason", refused)
		var r *ErrRefused
		if errors.As(refused, &r) {
			return reply{Status: statusRefused, Code: r.Code}, nil
		}
		return reply{Status: statusRefused, Code: "office.unavailable"}, nil
	}
	welcome.OfficeID, welcome.Epoch = n.id.office, n.id.Epoch()
	certificate, err := n.id.authority.issue(n.id.office, a.request.Station, a.key, n.now())
	if err != nil {
		return reply{}, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(n.id.authority.key)
	if err != nil {
		return reply{}, err
	}
	return reply{
		Status: statusWelcome, Welcome: welcome, Certificate: certificate.Raw, Authority: n.id.authority.certificate.Raw, AuthorityKey: key,
	}, nil
}
