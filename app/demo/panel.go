package demo

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"

	"jiezhan/app/demo/street"
	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

//go:embed panel
var panelFiles embed.FS

// panel is the page on which a visitor lays cards on the readers, raises alarms and troubles the
// printers. It belongs to the demo's own process; a station has no such routes.
func (o *office) panel() http.Handler {
	files, err := fs.Sub(panelFiles, "panel")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /api/devices", o.devices)
	mux.HandleFunc("GET /api/stations/{station}/ticket.png", o.at(showTicket))
	mux.HandleFunc("POST /api/stations/{station}/{action}", o.at(o.act))
	mux.HandleFunc("POST /api/stations/{station}/printer/{action}", o.at(actOnPrinter))
	mux.HandleFunc("POST /api/stations/{station}/alarm/{action}", o.at(actOnAlarms))
	return sameOrigin(mux)
}

// sameOrigin keeps other pages in the visitor's browser from moving cards about.
func sameOrigin(next http.Handler) http.Handler {
	return http.NewCrossOriginProtection().Handler(next)
}

type stationView struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Kiosk   string       `json:"kiosk"`
	Staff   string       `json:"staff"`
	Running bool         `json:"running"`
	Plugged bool         `json:"plugged"`
	Cut     bool         `json:"cut"`
	Card    street.Role  `json:"card"`
	Printer printerState `json:"printer"`
	Alarm   alarmView    `json:"alarm"`
}

type alarmView struct {
	Protocol alarm.Protocol  `json:"protocol"`
	Plugged  bool            `json:"plugged"`
	Fault    simulator.Fault `json:"fault"`
	tally
}

type cardView struct {
	Role   street.Role `json:"role"`
	Name   string      `json:"name"`
	Number string      `json:"number"`
}

func (o *office) devices(w http.ResponseWriter, _ *http.Request) {
	var view struct {
		Stations []stationView `json:"stations"`
		Cards    []cardView    `json:"cards"`
	}
	for i, s := range o.stations {
		view.Stations = append(view.Stations, stationView{
			ID: s.id, Name: s.name, Kiosk: s.url("/kiosk"), Staff: s.url("/staff"),
			Running: s.process.running(), Plugged: s.cable.Plugged(), Cut: o.network.pulled(i), Card: s.lying(), Printer: s.printer.look(),
			Alarm: alarmView{s.alarms.Protocol, s.alarms.Plugged(), s.alarms.upsetBy(), s.alarms.tally()},
		})
	}
	for _, m := range o.cast {
		view.Cards = append(view.Cards, cardView{Role: m.Role, Name: m.Card.DisplayName(), Number: m.Card.IDNumber})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(view) // the visitor may have gone
}
