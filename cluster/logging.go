package cluster

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
)

// repeatEvery is how often the same complaint about the same peer is written. Raft complains several times a second, and a
// station may be switched off for a weekend.
const repeatEvery = time.Minute

// logger lets raft write to the program's log. Of raft's values it passes on numbers, names, times and errors only: an entry of the log
// holds personal data, so no value that could carry one is written.
type logger struct {
	to      *slog.Logger
	name    string
	implied []any
	repeats *repeats
}

var _ hclog.Logger = logger{}

func newLogger(to *slog.Logger, now func() time.Time) logger {
	return logger{to: to, repeats: &repeats{now: now, last: map[string]time.Time{}}}
}

// repeats knows which complaints were written lately.
type repeats struct {
	now  func() time.Time
	mu   sync.Mutex
	last map[string]time.Time
}

// maxComplaints bounds the memory for complaints; the largest office has about a hundred different ones.
const maxComplaints = 512

func (r *repeats) due(complaint string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if last, found := r.last[complaint]; found && now.Sub(last) < repeatEvery {
		return false
	}
	if len(r.last) >= maxComplaints {
		clear(r.last)
	}
	r.last[complaint] = now
	return true
}

// Log writes one line.
func (l logger) Log(level hclog.Level, msg string, args ...any) {
	at := slogLevel(level)
	if !l.to.Enabled(context.Background(), at) {
		return
	}
	attrs := attributes(append(l.implied[:len(l.implied):len(l.implied)], args...))
	if at >= slog.LevelWarn && !l.repeats.due(complaint(msg, attrs)) {
		return
	}
	l.to.LogAttrs(context.Background(), at, "raft: "+msg, attrs...)
}

// complaint is the message and the peer it is about; indexes and durations differ each time.
func complaint(msg string, attrs []slog.Attr) string {
	for _, a := range attrs {
		if a.Key == "peer" {
			return msg + " " + a.Value.String()
		}
	}
	return msg
}

func slogLevel(level hclog.Level) slog.Level {
	switch level {
	case hclog.Error:
		return slog.LevelError
	case hclog.Warn:
		return slog.LevelWarn
	case hclog.Info, hclog.NoLevel:
		return slog.LevelInfo
	case hclog.Trace, hclog.Debug, hclog.Off:
	}
	return slog.LevelDebug
}

func attributes(args []any) []slog.Attr {
	attrs := make([]slog.Attr, 0, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		key, ok := args[i].(string)
		if !ok {
			continue
		}
		attrs = append(attrs, slog.String(key, harmless(args[i+1])))
	}
	return attrs
}

// harmless writes out values that cannot hold a command, and names the type of all others.
func harmless(value any) string {
	switch v := value.(type) {
	case nil, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, float32, float64, string, error, time.Duration, time.Time,
		raft.ServerID, raft.ServerAddress, raft.RaftState, raft.SnapshotVersion, raft.ProtocolVersion, *raft.Raft:
		return fmt.Sprint(v)
	case raft.Server:
		return string(v.ID)
	case []raft.Server:
		ids := make([]string, len(v))
		for i, s := range v {
			ids[i] = string(s.ID)
		}
		return strings.Join(ids, " ")
	case hclog.Format:
		parts := make([]string, 0, len(v))
		for _, part := range v[min(1, len(v)):] { // without the verbs: they could print what lies within a value
			parts = append(parts, harmless(part))
		}
		return strings.Join(parts, " ")
	default:
		return fmt.Sprintf("(%T)", value)
	}
}

// Trace writes at raft's finest level.
func (l logger) Trace(msg string, args ...any) { l.Log(hclog.Trace, msg, args...) }

// Debug writes what a developer may want to know.
func (l logger) Debug(msg string, args ...any) { l.Log(hclog.Debug, msg, args...) }

// Info writes what happens in normal work.
func (l logger) Info(msg string, args ...any) { l.Log(hclog.Info, msg, args...) }

// Warn writes what is out of order but harmless.
func (l logger) Warn(msg string, args ...any) { l.Log(hclog.Warn, msg, args...) }

// Error writes what failed.
func (l logger) Error(msg string, args ...any) { l.Log(hclog.Error, msg, args...) }

func (l logger) enabled(level hclog.Level) bool {
	return l.to.Enabled(context.Background(), slogLevel(level))
}

// IsTrace says whether Trace writes at all.
func (l logger) IsTrace() bool { return l.enabled(hclog.Trace) }

// IsDebug says whether Debug writes at all.
func (l logger) IsDebug() bool { return l.enabled(hclog.Debug) }

// IsInfo says whether Info writes at all.
func (l logger) IsInfo() bool { return l.enabled(hclog.Info) }

// IsWarn says whether Warn writes at all.
func (l logger) IsWarn() bool { return l.enabled(hclog.Warn) }

// IsError says whether Error writes at all.
func (l logger) IsError() bool { return l.enabled(hclog.Error) }

// ImpliedArgs are the values every line carries.
func (l logger) ImpliedArgs() []any { return l.implied }

// With answers a logger whose lines carry args too.
func (l logger) With(args ...any) hclog.Logger {
	l.implied = append(l.implied[:len(l.implied):len(l.implied)], args...)
	return l
}

// Name is what Named gave it; it is not written.
func (l logger) Name() string { return l.name }

// Named answers a logger with a name.
func (l logger) Named(name string) hclog.Logger {
	l.name = name
	return l
}

// ResetNamed answers a logger with this name alone.
func (l logger) ResetNamed(name string) hclog.Logger { return l.Named(name) }

// SetLevel does nothing: the program's log decides.
func (l logger) SetLevel(hclog.Level) {}

// GetLevel leaves the decision to the program's log.
func (l logger) GetLevel() hclog.Level { return hclog.NoLevel }

// StandardLogger is the log for code that knows only package log.
func (l logger) StandardLogger(*hclog.StandardLoggerOptions) *log.Logger {
	return slog.NewLogLogger(l.to.Handler(), slog.LevelInfo)
}

// StandardWriter is the log for code that knows only io.Writer.
func (l logger) StandardWriter(*hclog.StandardLoggerOptions) io.Writer {
	return l.StandardLogger(nil).Writer()
}
