package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"

	"jiezhan/app/demo/street"
)

// ticketPrinterID is the printer's name in the configuration and in the addresses of the API.
const ticketPrinterID = "ticket-printer"

// printTestTicket presses the button on the device page, as the administrator of the sample office. It returns when the ticket is printed, or
// with the code of what is in the way.
func (s *simulated) printTestTicket(ctx context.Context) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	browser := &http.Client{Jar: jar}
	if err := s.logOn(ctx, browser); err != nil {
		return err
	}
	printing := s.ask(ctx, browser, http.MethodPost, "/api/v1/devices/"+ticketPrinterID+"/test-ticket", nil)
	leaving := s.ask(context.WithoutCancel(ctx), browser, http.MethodDelete, "/api/v1/session", nil)
	if printing != nil {
		return printing
	}
	return leaving
}

func (s *simulated) logOn(ctx context.Context, browser *http.Client) error {
	for _, a := range street.Accounts() {
		if a.Role == "admin" {
			return s.ask(ctx, browser, http.MethodPost, "/api/v1/session", map[string]string{"login": a.Login, "password": a.Password})
		}
	}
	return fmt.Errorf("the sample has no administrator")
}

// ask sends one request to the station; what the station refuses is an error with its code.
func (s *simulated) ask(ctx context.Context, browser *http.Client, method, path string, body any) error {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, s.url(path), &content)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := browser.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode < http.StatusBadRequest {
		_, err := io.Copy(io.Discard, answer.Body)
		return err
	}
	var refusal struct {
		Code string `json:"code"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&refusal); err != nil {
		return fmt.Errorf("%s %s: %s", method, path, answer.Status)
	}
	return fmt.Errorf("%s", refusal.Code)
}
