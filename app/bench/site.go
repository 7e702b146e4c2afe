package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Site is one station as a process of its own, with its folder and its configuration.
type Site struct {
	ID      string
	Program string
	Folder  string
	// HTTP and Peers are host:port of its pages and of its own listener for other stations; Public is where the others call it.
	HTTP, Peers, Public string
	// Flags are passed on to the process.
	Flags []string
	// Lives counts the starts.
	Lives atomic.Int64

	client *http.Client
	mu     sync.Mutex
	cmd    *exec.Cmd
	ended  chan struct{}
}

// commandPatience bounds one run of the command line, answerPatience one request.
const commandPatience, answerPatience = time.Minute, 20 * time.Second

// NewSite writes the configuration of the nth station, counted from 1. Public is Peers where it is left empty.
func NewSite(n int, s *Site) (*Site, error) {
	if s.Public == "" {
		s.Public = s.Peers
	}
	s.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 128}}
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return nil, err
	}
	return s, s.Rename(n, fmt.Sprint("s", n), 1)
}

// Rename writes the configuration of a station under an id, with its digit among the machines of the nth community.
func (s *Site) Rename(n int, id string, machine int) error {
	s.ID = id
	return os.WriteFile(s.Config(), fmt.Appendf(nil, `data = "data"
first_account = false
[office]
name = "和平街道"
[station]
id = %q
name = "站 %d"
community = "339999001%03d"
machine = %d
[http]
listen = %q
[raft]
listen = %q
advertise = %q
`, s.ID, n, n, machine, s.HTTP, s.Peers, s.Public), 0o600)
}

// Config is the path of the station's configuration.
func (s *Site) Config() string { return filepath.Join(s.Folder, "jiezhan.toml") }

// Run runs one command of the program for this station and answers what it printed.
func (s *Site) Run(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Program, append([]string{"--lang", "en"}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %s: %w: %s", s.ID, strings.Join(args, " "), err, out.String())
	}
	return out.String(), nil
}

// Found makes this station the first of a new office.
func (s *Site) Found() error {
	_, err := s.Run("office", "init", "--config", s.Config())
	return err
}

// Join brings this station into the office of another, which is running.
func (s *Site) Join(first *Site) error {
	out, err := first.Run("office", "code", "--config", first.Config())
	if err != nil {
		return err
	}
	words := strings.Fields(out)
	if len(words) == 0 {
		return fmt.Errorf("%s printed no code", first.ID)
	}
	_, err = s.Run("office", "join", words[0], "--config", s.Config())
	return err
}

// Start starts the process, with further variables of its environment.
func (s *Site) Start(env ...string) error {
	cmd := exec.Command(s.Program, append([]string{"bench-station", "--config", s.Config()}, s.Flags...)...)
	cmd.Env = append(os.Environ(), env...)
	log, err := os.OpenFile(s.Log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	cmd.Stderr = log
	s.Lives.Add(1)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	s.mu.Lock()
	s.cmd, s.ended = cmd, ended
	s.mu.Unlock()
	go func() {
		_ = cmd.Wait() // how it ended is for whoever ended it to know
		_ = log.Close()
		close(ended)
	}()
	return nil
}

// Log is the file of what the process says.
func (s *Site) Log() string { return filepath.Join(s.Folder, "log") }

// Running tells whether the process is there.
func (s *Site) Running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return false
	}
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

// process is the id of the process, or 0.
func (s *Site) process() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return 0
	}
	return s.cmd.Process.Pid
}

// Signal sends a signal to the process, where there is one.
func (s *Site) Signal(sig os.Signal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return nil
	}
	if err := s.cmd.Process.Signal(sig); !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// Kill is a power cut: SIGKILL, and wait until the process is gone.
func (s *Site) Kill() {
	_ = s.Signal(os.Kill) // it cannot be refused
	s.wait()
}

// Stop ends the process in the orderly way.
func (s *Site) Stop() {
	_ = s.Signal(os.Interrupt) // where it cannot be sent the process is killed with its parent
	s.wait()
}

func (s *Site) wait() {
	s.mu.Lock()
	ended := s.ended
	s.mu.Unlock()
	if ended != nil {
		<-ended
	}
}

// State is where the station stands; the zero State while it does not answer.
func (s *Site) State() (state State) {
	_ = s.Get("/bench/state", &state)
	return state
}

// Get asks the station and reads its JSON answer.
func (s *Site) Get(path string, into any) error {
	ctx, cancel := context.WithTimeout(context.Background(), answerPatience)
	defer cancel()
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.HTTP+path, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := s.client.Do(question)
	return read(answer, err, into)
}

// Execute sends one command once.
func (s *Site) Execute(c Command) (Answer, error) { return s.ExecuteWithin(answerPatience, c) }

// Must sends one command once; whatever keeps it from being applied is an error.
func (s *Site) Must(c Command) error {
	a, err := s.Execute(c)
	if err == nil {
		err = a.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %s: %w", s.ID, c.Kind, err)
	}
	return nil
}

// ExecuteWithin sends one command once and waits so long for the answer; a station that sleeps takes the question and says nothing.
func (s *Site) ExecuteWithin(patience time.Duration, c Command) (Answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var got Answer
	err := s.post(ctx, "/bench/execute", c, &got)
	return got, err
}

func (s *Site) post(ctx context.Context, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	question, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.HTTP+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	question.Header.Set("Content-Type", "application/json")
	answer, err := s.client.Do(question)
	return read(answer, err, into)
}

func read(answer *http.Response, err error, into any) error {
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("%s: %s", answer.Status, text)
	}
	return json.Unmarshal(text, into)
}
