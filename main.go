// Command jiezhan is the program of a community service station.
package main

import (
	"os"

	"jiezhan/app"
)

// version is set by the build.
var version string //nolint:gochecknoglobals // the linker writes it

func main() {
	os.Exit(app.Main(app.Program{Version: version}, os.Args[1:]))
}
