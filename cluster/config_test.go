package cluster

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/raft"
)

func TestConfigIsJudged(t *testing.T) {
	three := func() []Member {
		return []Member{{"s1", "a:1", true}, {"s2", "b:1", true}, {"s3", "c:1", true}}
	}
	for name, c := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"three voters":     {func(*Config) {}, ""},
		"an observer more": {func(c *Config) { c.Bootstrap = append(c.Bootstrap, Member{"s4", "d:1", false}) }, ""},
		"not among them":   {func(c *Config) { c.ID = "s9" }, "s9"},
		"two voters":       {func(c *Config) { c.Bootstrap = c.Bootstrap[:2] }, "2 voters"},
		"no voter":         {func(c *Config) { c.Bootstrap = []Member{{"s1", "a:1", false}} }, "0 voters"},
		"seven voters": {func(c *Config) {
			c.Bootstrap = append(c.Bootstrap, Member{"4", "4", true}, Member{"5", "5", true}, Member{"6", "6", true}, Member{"7", "7", true})
		}, "7 voters"},
		"an id twice":        {func(c *Config) { c.Bootstrap[2].ID = "s1" }, "twice"},
		"an address twice":   {func(c *Config) { c.Bootstrap[2].Address = "a:1" }, "twice"},
		"without an address": {func(c *Config) { c.Bootstrap[2].Address = "" }, "needed"},
		"nobody to begin":    {func(c *Config) { c.Bootstrap = nil }, ""},
		"nowhere itself":     {func(c *Config) { c.Address = "" }, "needed"},
		"a strange store":    {func(c *Config) { c.LogStore = "paper" }, "paper"},
	} {
		t.Run(name, func(t *testing.T) {
			config := Config{ID: "s1", Address: "a:1", Bootstrap: three()}
			c.change(&config)
			_, err := config.complete()
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error = %v, want %q", err, c.want)
			}
		})
	}
}

func TestRaftTakesTheSettings(t *testing.T) {
	for name, timing := range map[string]Timing{"lan": LAN(), "wan": WAN()} {
		config, err := Config{ID: "s1", Address: "a:1", Timing: timing}.complete()
		if err != nil {
			t.Fatal(err)
		}
		settings := config.raft()
		if err := raft.ValidateConfig(settings); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !settings.NoSnapshotRestoreOnStart || settings.PreVoteDisabled || settings.TrailingLogs != 16384 || settings.CommitTimeout != 5*time.Millisecond {
			t.Errorf("%s: settings = %+v", name, settings)
		}
	}
}
