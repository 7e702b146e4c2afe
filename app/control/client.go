package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// ErrNotRunning says that no station runs on the data folder, or not as this user.
var ErrNotRunning = errors.New("no station answers in the data folder")

// Ask has the station that runs on folder carry out one command. The error is ErrNotRunning, a *Problem, or one of the connection.
func Ask[Out any](ctx context.Context, folder, name string, in any) (Out, error) {
	var out Out
	path, err := find(folder)
	if err != nil {
		return out, fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	body, err := json.Marshal(in)
	if err != nil {
		return out, fmt.Errorf("ask the station: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://station/"+name, bytes.NewReader(body))
	if err != nil {
		return out, fmt.Errorf("ask the station: %w", err)
	}
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotRunning, err)
		}
		return conn, nil
	}}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return out, fmt.Errorf("ask the station: %w", err)
	}
	defer answer.Body.Close()
	return out, read(answer, &out)
}

func read(answer *http.Response, out any) error {
	decoder := json.NewDecoder(answer.Body)
	if answer.StatusCode == http.StatusOK {
		if err := decoder.Decode(out); err != nil {
			return fmt.Errorf("read the station's answer: %w", err)
		}
		return nil
	}
	problem := &Problem{}
	if decoder.Decode(problem) != nil || problem.Code == "" {
		return fmt.Errorf("the station answered %s", answer.Status)
	}
	return problem
}
