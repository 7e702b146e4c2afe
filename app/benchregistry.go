package app

import (
	"fmt"
	"os"
	"time"

	"jiezhan/app/bench"
	"jiezhan/app/text"
)

type benchRegistryCommand struct {
	People    int    `help:"${help_bench_registry_people}" default:"1000000"`
	Rooms     int    `help:"${help_bench_registry_rooms}" default:"400000"`
	Questions int    `help:"${help_bench_registry_questions}" default:"400"`
	Dir       string `help:"${help_bench_registry_dir}" placeholder:"PATH"`
	JSON      bool   `name:"json" help:"${help_bench_json}"`
}

// Run measures the search in a large register.
func (c benchRegistryCommand) Run(s *session) error {
	if c.People < 1000 || c.Rooms < 100 || c.Rooms > c.People || c.Questions < 2 {
		return text.Failure(nil, "bench.registry.sizes")
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	report, err := bench.Registry(s.ctx, bench.RegistryOptions{
		Program: program, People: c.People, Rooms: c.Rooms, Folder: c.Dir, Questions: c.Questions, Now: time.Now,
		Progress: func(step string) { fmt.Fprintln(s.p.Stderr, text.Say(s.lang, "bench.registry."+step)+" …") },
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return s.printJSON(report)
	}
	return report.Print(s.p.Stdout, func(key string, args ...any) string { return text.Say(s.lang, key, args...) })
}
