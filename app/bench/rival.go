package bench

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
)

// rival is an office of three rqlited processes with TLS between them, on the same disk.
type rival struct {
	nodes  []*exec.Cmd
	http   []string
	leader int
	client *http.Client
	now    func() time.Time
}

// The tables hold what one look leaves in a register: the line itself, the outcome of the request, and the line of the audit log.
const rivalTables = `["CREATE TABLE look (id TEXT PRIMARY KEY, at TEXT, actor TEXT, person TEXT, what TEXT, purpose TEXT, station TEXT) WITHOUT ROWID",
"CREATE TABLE outcome (request TEXT PRIMARY KEY, intent TEXT, body TEXT) WITHOUT ROWID",
"CREATE TABLE audit (seq INTEGER PRIMARY KEY, request TEXT, kind TEXT, station TEXT, actor TEXT, at TEXT, outcome TEXT, payload TEXT, hash TEXT)"]`

func (r *run) openRival(ctx context.Context) error {
	if r.Rqlited == "" {
		return nil
	}
	certificate, key, err := selfSigned(r.folder, r.Now())
	if err != nil {
		return err
	}
	v := &rival{client: &http.Client{Timeout: answerPatience, Transport: &http.Transport{MaxIdleConnsPerHost: 128}}, now: r.Now}
	r.rival = v
	var first string
	for n := range 3 {
		at, err1 := FreePort("127.0.0.1")
		peers, err2 := FreePort("127.0.0.1")
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		args := []string{"-node-id", fmt.Sprint("r", n+1), "-http-addr", at, "-raft-addr", peers, "-node-cert", certificate, "-node-key", key, "-node-no-verify"}
		if n == 0 {
			first = peers
		} else {
			args = append(args, "-join", first)
		}
		cmd := exec.Command(r.Rqlited, append(args, filepath.Join(r.folder, fmt.Sprint("rqlite-", n+1)))...)
		if err := cmd.Start(); err != nil {
			return fmt.Errorf("start rqlited: %w", err)
		}
		v.nodes, v.http = append(v.nodes, cmd), append(v.http, at)
		if err := until(ctx, r.Now, "rqlite node that is ready", func() bool { return v.ready(n) }); err != nil {
			return err
		}
	}
	_, err = v.post(0, "/db/execute", []byte(rivalTables))
	return err
}

func (v *rival) ready(n int) bool {
	answer, err := v.client.Get("http://" + v.http[n] + "/readyz")
	if err != nil {
		return false
	}
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// write writes the rows of one look in one transaction. The first node leads, because it was there first and nobody stops it.
func (v *rival) write(through string) error {
	id, at := uuid.NewString(), v.now().UTC().Format(time.RFC3339Nano)
	hash := strings.Repeat("5f", 32)
	body, err := json.Marshal([][]any{
		{"INSERT INTO look VALUES (?,?,?,?,?,?,?)", id, at, "system:bench", "01990000-0000-7000-8000-00000000b001", "listed", "case", "s1"},
		{"INSERT INTO outcome VALUES (?,?,?)", id, hash, `{"request_id":"` + id + `","index":123456,"result":{"count":1}}`},
		{"INSERT INTO audit (request, kind, station, actor, at, outcome, payload, hash) VALUES (?,?,?,?,?,?,?,?)", id, "look.record.v1", "s1", "system:bench", at, "applied", hash, hash},
	})
	if err != nil {
		return err
	}
	n := v.leader
	if through == "follower" {
		n = (v.leader + 1) % len(v.http)
	}
	text, err := v.post(n, "/db/execute?transaction", body)
	if err == nil && bytes.Contains(text, []byte(`"error"`)) {
		err = fmt.Errorf("rqlite says %s", text)
	}
	return err
}

func (v *rival) post(n int, path string, body []byte) ([]byte, error) {
	answer, err := v.client.Post("http://"+v.http[n]+path, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("rqlite: %s: %s", answer.Status, text.String())
	}
	return text.Bytes(), nil
}

func (v *rival) stop() {
	for _, cmd := range v.nodes {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended
		_ = cmd.Wait()
	}
}

// selfSigned writes a certificate for the rival's own traffic; nobody checks it there, it only has to cost what TLS costs.
func selfSigned(folder string, now time.Time) (certificate, key string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return "", "", err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", err
	}
	certificate, key = filepath.Join(folder, "rqlite.pem"), filepath.Join(folder, "rqlite.key")
	return certificate, key, errors.Join(
		os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600),
	)
}
