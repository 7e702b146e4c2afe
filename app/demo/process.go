package demo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// process is a station's operating-system process. It can be started again after it ended, in whatever way it ended.
type process struct {
	mu    sync.Mutex
	cmd   *exec.Cmd
	ended chan struct{}
	lines func(line []byte)
}

var errRunning = errors.New("it is running already")

func (p *process) start(cmd *exec.Cmd) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && !done(p.ended) {
		return errRunning
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	dieWithParent(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	p.cmd, p.ended = cmd, ended
	go func() {
		p.read(output)
		_ = cmd.Wait() // how it ended does not matter: running or not is what the panel shows
		close(ended)
	}()
	return nil
}

func (p *process) read(output io.Reader) {
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if p.lines != nil {
			p.lines(lines.Bytes())
		}
	}
}

func done(ended <-chan struct{}) bool {
	select {
	case <-ended:
		return true
	default:
		return false
	}
}

func (p *process) running() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd != nil && !done(p.ended)
}

// stop asks the process to end; kill ends it as a power cut would.
func (p *process) stop() { p.signal(os.Interrupt) }
func (p *process) kill() { p.signal(os.Kill) }

func (p *process) signal(s os.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && !done(p.ended) {
		_ = p.cmd.Process.Signal(s) // it may have ended this moment
	}
}

// wait returns when the process has ended; one that does not obey is killed after ten seconds.
func (p *process) wait() {
	p.mu.Lock()
	ended := p.ended
	p.mu.Unlock()
	if ended == nil {
		return
	}
	timer := time.AfterFunc(10*time.Second, p.kill)
	defer timer.Stop()
	<-ended
}

// command starts the station's program. The first station loads the sample street where it is missing.
func (s *simulated) command(load bool) *exec.Cmd {
	args := []string{"demo-station", "--config", s.config(), "--as-of", s.asOf.String()}
	if load {
		args = append(args, "--load")
	}
	cmd := exec.Command(s.program, args...)
	if log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
		cmd.Stderr = log
	}
	return cmd
}

// untilReady waits until the station serves its pages and some station leads.
func (s *simulated) untilReady(ctx context.Context) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if mode, err := s.mode(ctx); err == nil && mode == "normal" {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !s.process.running() {
			return fmt.Errorf("%s did not start; see %s", s.id, filepath.Join(s.folder, "log"))
		}
	}
}

func (s *simulated) mode(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url("/api/v1/station"), nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var body struct {
		Mode string `json:"mode"`
	}
	err = json.NewDecoder(answer.Body).Decode(&body)
	return body.Mode, err
}
