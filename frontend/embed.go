// Package frontend holds the built pages, so that one file is the whole program. It knows nothing of how they are served.
package frontend

import (
	"embed"
	"fmt"
	"io/fs"
)

// all: because the folder holds only a hidden placeholder until the pages are built.
//
//go:embed all:dist
var dist embed.FS

// Pages is the folder of built pages. It lacks kiosk.html, staff.html and setup.html where the program was built before the frontend.
func Pages() (fs.FS, error) {
	pages, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the built pages: %w", err)
	}
	return pages, nil
}
