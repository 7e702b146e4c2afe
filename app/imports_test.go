package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says which packages of this module each package may import. A package that is not listed fails the test: give it a line, and
// think about where it belongs.
func arrows() map[string]string {
	const slices = "station/area station/registry station/permit station/staff station/office station/conflict station/alarm station/attachment station/rental station/statistics"
	return map[string]string{
		"":         "app",
		"frontend": "",

		"station/calendar":          "",
		"station/store":             "",
		"station/store/storetest":   "station/store",
		"station/pinyin":            "",
		"station/area/division":     "",
		"station/identity":          "station/calendar station/area/division",
		"station/ledger":            "station/store station/calendar",
		"station/ledger/ledgertest": "station/ledger station/store",
		"station/staff":             "station/ledger station/store",
		"station/journal":           "station/ledger station/store",
		"station/office":            "station/ledger station/store station/staff",
		"station/conflict":          "station/ledger station/store station/staff",
		"station/area":              "station/ledger station/store station/calendar station/pinyin",
		"station/registry":          "station/ledger station/store station/calendar station/pinyin station/identity station/area station/staff",
		"station/permit":            "station/ledger station/store station/calendar station/identity station/registry station/staff",
		"station/search":            "station/store station/calendar station/area station/registry station/permit",
		"station/alarm":             "station/ledger station/store station/pinyin station/identity station/area station/staff",
		"station/attachment":        "station/ledger station/store station/calendar station/permit",
		"station/rental":            "station/ledger station/store station/calendar station/identity station/area station/registry station/staff",
		"station/statistics":        "station/ledger station/store station/calendar station/area station/registry station/permit station/rental station/staff",
		"station":                   "station/ledger station/store station/calendar station/journal " + slices,

		"cluster":        "station station/ledger station/store",
		"cluster/trust":  "",
		"station/backup": "station/ledger station/store",

		"devices/serial":    "",
		"devices/alarm":     "",
		"devices/idcard":    "",
		"devices/simulator": "devices/alarm devices/idcard devices/printer/paper",

		"fonts":                 "",
		"devices/printer":       "devices/printer/paper fonts",
		"devices/printer/paper": "fonts",

		"paper":         "fonts",
		"paper/pdf":     "fonts paper",
		"paper/preview": "fonts paper",
		"paper/words":   "station/calendar",
		"paper/forms":   "paper paper/words station/calendar",

		"app/text":        "",
		"app/events":      "",
		"app/carddesk":    "devices/idcard",
		"app/ports":       "devices/alarm devices/idcard devices/printer devices/serial station station/alarm station/calendar station/ledger station/store",
		"app/looks":       "station station/ledger station/registry",
		"app/api":         "app/carddesk app/events app/looks app/ports devices/idcard devices/printer station station/ledger station/store station/calendar station/identity station/journal station/search paper paper/forms paper/pdf paper/preview paper/words app/bulk app/bulk/sheet " + slices,
		"app/bench":       "station station/area station/calendar station/identity station/ledger station/permit station/pinyin station/registry station/search station/staff station/store app/bulk app/bulk/sheet",
		"app/control":     "",
		"app/bulk":        "app/bulk/sheet station station/area station/calendar station/identity station/ledger station/permit station/registry station/rental station/store",
		"app/bulk/sheet":  "station/calendar",
		"app/ops":         "",
		"app/setup":       "app/api",
		"app/desktop":     "",
		"app/demo/street": "devices/idcard devices/simulator station station/ledger station/store station/calendar station/identity station/area/division station/pinyin " + slices,
		"app/demo":        "app/demo/street devices/alarm devices/idcard devices/simulator station/alarm station/calendar",
		"app": "app/api app/bench app/bulk app/bulk/sheet app/carddesk app/control app/demo app/demo/street app/desktop app/events app/looks app/ops " +
			"app/ports app/setup app/text cluster cluster/trust devices/alarm devices/idcard devices/printer devices/serial devices/simulator " +
			"frontend station station/attachment station/backup station/calendar station/conflict station/journal station/ledger station/office " +
			"station/staff station/store",
	}
}

const module = "jiezhan"

func TestArrows(t *testing.T) {
	allowed, found := arrows(), importsOf(t)
	for folder := range allowed {
		if _, there := found[folder]; !there {
			t.Errorf("the table of arrows lists %q, which is no package", folder)
		}
	}
	for folder, imports := range found {
		line, listed := allowed[folder]
		if !listed {
			t.Errorf("package %q is not in the table of arrows", folder)
			continue
		}
		for _, other := range imports {
			if !slices.Contains(strings.Fields(line), other) {
				t.Errorf("%q must not import %q", folder, other)
			}
		}
	}
}

// importsOf reads the imports of every package of the module, those of its own tests left out: tests may reach further.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", filepath.FromSlash(name)), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		if folder == "." {
			folder = ""
		}
		found[folder] = append(found[folder], ownImports(t, file.Imports)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 15 {
		t.Fatalf("found only %d packages", len(found))
	}
	return found
}

func ownImports(t *testing.T, imports []*ast.ImportSpec) []string {
	t.Helper()
	var own []string
	for _, i := range imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if name == module {
			own = append(own, "")
		} else if rest, ours := strings.CutPrefix(name, module+"/"); ours {
			own = append(own, rest)
		}
	}
	return own
}
