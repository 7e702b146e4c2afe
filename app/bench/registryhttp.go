package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
)

// http has two clerks ask through the whole station: session, search, masks, and the recording of every look.
func (r *registryRun) http(ctx context.Context) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	browser := &http.Client{Jar: jar}
	login, err := json.Marshal(map[string]string{"login": benchLogin, "password": benchPassword})
	if err != nil {
		return err
	}
	if _, err := r.request(ctx, browser, http.MethodPost, "/api/v1/session", login); err != nil {
		return err
	}
	asker := r.asker(func(text string) (int, error) {
		body, err := r.request(ctx, browser, http.MethodGet, "/api/v1/search?purpose=counter&limit=20&q="+url.QueryEscape(text), nil)
		if err != nil {
			return 0, err
		}
		return countItems(body)
	})
	for _, kind := range questions() {
		asked, err := asker.readers(2, kind, r.Questions)
		if err != nil {
			return err
		}
		r.report.Kinds = append(r.report.Kinds, asked.asked("http"))
	}
	r.report.RSS = r.site.memory()
	return nil
}

func (r *registryRun) request(ctx context.Context, browser *http.Client, method, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+r.site.HTTP+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := browser.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, text)
	}
	return text, err
}

// countItems counts what all groups of an answer hold.
func countItems(body []byte) (count int, err error) {
	type group struct {
		Items []json.RawMessage `json:"items"`
	}
	var answer struct{ People, Places, Permits, Cases group }
	if err := json.Unmarshal(body, &answer); err != nil {
		return 0, err
	}
	for _, g := range []group{answer.People, answer.Places, answer.Permits, answer.Cases} {
		count += len(g.Items)
	}
	return count, nil
}

// removeBuilt forgets what was said to lie in the folder.
func removeBuilt(folder string) error {
	if err := os.Remove(builtFile(folder)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
