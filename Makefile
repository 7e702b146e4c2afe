# The two commands of the README are `make demo` and `make test`; each installs what it needs.
SHELL := /bin/sh
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
FRONTEND := $(shell find frontend/src frontend/public frontend/*.html frontend/vite.config.ts frontend/package-lock.json -type f 2>/dev/null)

.PHONY: demo build test test-go test-paper test-trials soak test-frontend test-story test-window lint bench desktop desktop-windows wails generate clean

## demo: a whole street office on this machine
demo: build
	bin/jiezhan demo $(if $(FRESH),--fresh)

## build: the headless station with its pages
build: frontend/dist/kiosk.html
	CGO_ENABLED=0 go build -trimpath -ldflags "$(LDFLAGS)" -o bin/jiezhan .

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

frontend/dist/kiosk.html: frontend/node_modules/.package-lock.json $(FRONTEND)
	cd frontend && npm run build
	@touch $@

## test: every test there is
test: test-go test-paper test-trials test-frontend test-story test-window

test-go:
	build/need.sh gcc libc6-dev
	go vet ./...
	CGO_ENABLED=0 go build ./...
	CGO_ENABLED=0 GOOS=windows go build ./...
	CGO_ENABLED=1 go test -race ./...
	CGO_ENABLED=0 go test ./app/demo/street # all of the sample, which takes too long under the race detector

## test-paper: another program reads the PDF files and draws them as the previews do
test-paper:
	build/need.sh poppler-utils
	CGO_ENABLED=0 go test -tags poppler -count=1 ./paper/forms

## test-trials: a whole office of processes, killed, paused, cut off, with full disks and mixed versions
test-trials:
	CGO_ENABLED=0 go test -tags trials -count=1 -timeout 20m ./app/trials

# ROUNDS of the trials, and SEEDS of the simulated weather, in a soak.
ROUNDS ?= 20
SEEDS ?= 200

## soak: the trials again and again, and many more weathers; for a night
soak:
	JIEZHAN_SEEDS=$(SEEDS) go test -count=1 -timeout 12h -run Weather ./cluster
	JIEZHAN_SOAK=1 CGO_ENABLED=0 go test -tags trials -count=$(ROUNDS) -timeout 12h -failfast ./app/trials

test-frontend: frontend/dist/kiosk.html
	build/need.sh chromium
	cd frontend && npm run typecheck && npm run lint && npm test && npm run budget && npm run e2e:ui

## test-story: three station processes, a browser, a killed leader, a pulled cable
test-story: build
	build/need.sh chromium
	cd frontend && npm run e2e:story

## test-window: the real window on a virtual screen
test-window: desktop
	build/need.sh xvfb openbox xdotool x11-utils imagemagick
	JIEZHAN_DESKTOP=$(CURDIR)/bin/jiezhan-desktop go test -count=1 -run Window ./app/desktop

## desktop: the kiosk with its window, for this machine
desktop: frontend/dist/kiosk.html
	build/need.sh build-essential pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev
	CGO_ENABLED=1 go build -tags desktop,production,webkit2_41 -trimpath -ldflags "$(LDFLAGS)" -o bin/jiezhan-desktop .

## desktop-windows: the same for Windows, from Linux
desktop-windows: frontend/dist/kiosk.html
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 go build -tags desktop,production -trimpath -ldflags "$(LDFLAGS) -H windowsgui" -o bin/jiezhan.exe .

## wails: the same build through the Wails command line
wails: frontend/dist/kiosk.html
	build/need.sh build-essential pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev
	cd build/wails && go build -o ../../bin/wails github.com/wailsapp/wails/v2/cmd/wails
	bin/wails build -s -nosyncgomod -m -trimpath -tags webkit2_41

## lint: formatting and linters
lint: frontend/node_modules/.package-lock.json
	go run mvdan.cc/gofumpt@v0.12.0 -l $$(git ls-files '*.go')
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run
	go vet -tags desktop ./...
	cd frontend && npm run lint && npm run typecheck

## bench: the figures of the hot paths
bench:
	go test -run '^$$' -bench . -benchmem ./station/... ./devices/... ./cluster/...

## generate: division codes (from npm packages), API description, message codes, types
generate: frontend/node_modules/.package-lock.json
	go generate ./...
	go test ./app/api -run 'TestOpenAPI|TestCodes' -update
	cd frontend && npm run types

clean:
	rm -rf bin build/bin demo-data frontend/dist/assets frontend/dist/*.html
