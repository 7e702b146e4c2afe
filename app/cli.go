// Package app puts a station together from its parts and takes it apart again: configuration, order of building and closing, command line.
// It holds no rule of the work; those stand below station.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"jiezhan/app/api"
	"jiezhan/app/desktop"
	"jiezhan/app/text"
)

// Program is what differs between builds, and what a test wants to replace. Empty fields take their usual values.
type Program struct {
	Version string
	// Window shows a page in a kiosk window until ctx ends; nil in builds without one. It runs on the goroutine that called Main.
	Window func(ctx context.Context, o desktop.Options) error

	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            func(string) string
}

// commands is the command line; it is stable. The help texts come from the catalogue.
type commands struct {
	Lang string `help:"${help_lang}" placeholder:"zh-CN|en"`

	Serve   serveCommand   `cmd:"" help:"${help_serve}"`
	Demo    demoCommand    `cmd:"" help:"${help_demo}"`
	Kiosk   kioskCommand   `cmd:"" help:"${help_kiosk}"`
	Office  officeCommands `cmd:"" help:"${help_office}"`
	Backup  backupCommands `cmd:"" help:"${help_backup}"`
	Restore restoreCommand `cmd:"" help:"${help_restore}"`
	Verify  verifyCommand  `cmd:"" help:"${help_verify}"`
	Version versionCommand `cmd:"" help:"${help_version}"`
	Device  deviceCommands `cmd:"" help:"${help_device}"`
	Bench   benchCommands  `cmd:"" help:"${help_bench}"`
	Openapi openapiCommand `cmd:"" hidden:"" help:"${help_openapi}"`
	// DemoStation is how the demo starts its stations.
	DemoStation demoStationCommand `cmd:"" hidden:""`
	// BenchStation is how a bench and the trials start theirs.
	BenchStation benchStationCommand `cmd:"" hidden:""`
}

type serveCommand struct {
	Config string `help:"${help_config}" placeholder:"FILE"`
}

type kioskCommand struct {
	Config string `help:"${help_config}" placeholder:"FILE"`
	// Windowed is for developers: a window with a frame.
	Windowed bool `hidden:""`
}

type versionCommand struct{}

type openapiCommand struct{}

// session is one run of the command line.
type session struct {
	ctx  context.Context //nolint:containedctx // lives as long as the command
	p    Program
	lang text.Lang
}

// Main runs the command line and answers the exit code: 0 done, 1 failed, 2 asked in the wrong way.
func Main(p Program, args []string) int {
	p = p.complete()
	lang := text.Choose(askedLang(args), p.Env)
	if len(args) == 0 && p.Window != nil {
		args = []string{"kiosk"}
	}
	var c commands
	exited := -1
	parser, err := kong.New(&c, kong.Name("jiezhan"), kong.Description(text.Say(lang, "help.app")), helpTexts(lang),
		kong.Writers(p.Stdout, p.Stderr), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		return p.fail(lang, err)
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help was shown
		return exited
	}
	if err != nil {
		p.fail(lang, text.Failure(err, "error.usage", err))
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := parsed.Run(&session{ctx: ctx, p: p, lang: lang}); err != nil && !errors.Is(err, context.Canceled) {
		return p.fail(lang, err)
	}
	return 0
}

func (p Program) complete() Program {
	if p.Stdin == nil {
		p.Stdin = os.Stdin
	}
	if p.Stdout == nil {
		p.Stdout = os.Stdout
	}
	if p.Stderr == nil {
		p.Stderr = os.Stderr
	}
	if p.Env == nil {
		p.Env = os.Getenv
	}
	if p.Window == nil && desktop.Available() {
		p.Window = desktop.Run
	}
	if p.Version == "" {
		p.Version = "dev"
	}
	return p
}

func (p Program) fail(lang text.Lang, err error) int {
	fmt.Fprintln(p.Stderr, text.Explain(lang, err))
	return 1
}

// askedLang looks for --lang before the command line is parsed, because the parser's own help is in that language too.
func askedLang(args []string) string {
	for i, arg := range args {
		if value, found := strings.CutPrefix(arg, "--lang="); found {
			return value
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

func helpTexts(lang text.Lang) kong.Vars {
	vars := kong.Vars{}
	for _, key := range text.Keys("help.") {
		vars[strings.ReplaceAll(key, ".", "_")] = text.Say(lang, key)
	}
	return vars
}

func (c serveCommand) Run(s *session) error {
	return s.serve(c.Config, nil)
}

func (c kioskCommand) Run(s *session) error {
	if s.p.Window == nil {
		return text.Failure(nil, "error.no_window")
	}
	return s.serve(c.Config, func(ctx context.Context, address string) error {
		err := s.p.Window(ctx, desktop.Options{URL: address, Title: text.Say(s.lang, "window.title"), Windowed: c.Windowed})
		if errors.Is(err, desktop.ErrNoDisplay) {
			return text.Failure(err, "error.no_display")
		}
		return err
	})
}

func (versionCommand) Run(s *session) error {
	_, err := fmt.Fprintln(s.p.Stdout, text.Say(s.lang, "version", s.p.Version))
	return err
}

func (openapiCommand) Run(s *session) error {
	description, err := api.OpenAPI()
	if err != nil {
		return err
	}
	_, err = s.p.Stdout.Write(description)
	return err
}
