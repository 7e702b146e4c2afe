package demo

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strconv"

	"jiezhan/app/demo/street"
	"jiezhan/devices/simulator"
)

//go:embed panel
var panelFiles embed.FS

// panel is the page on which a visitor lays cards on the readers. It belongs to the demo's own process; a station has no such routes.
func (o *office) panel() http.Handler {
	files, err := fs.Sub(panelFiles, "panel")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /api/devices", o.devices)
	mux.HandleFunc("POST /api/stations/{station}/{action}", o.act)
	return sameOrigin(mux)
}

// sameOrigin keeps other pages in the visitor's browser from moving cards about.
func sameOrigin(next http.Handler) http.Handler {
	return http.NewCrossOriginProtection().Handler(next)
}

type deviceView struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Kiosk   string      `json:"kiosk"`
	Staff   string      `json:"staff"`
	Running bool        `json:"running"`
	Plugged bool        `json:"plugged"`
	Cut     bool        `json:"cut"`
	Card    street.Role `json:"card"`
}

type cardView struct {
	Role   street.Role `json:"role"`
	Name   string      `json:"name"`
	Number string      `json:"number"`
}

func (o *office) devices(w http.ResponseWriter, _ *http.Request) {
	var view struct {
		Stations []deviceView `json:"stations"`
		Cards    []cardView   `json:"cards"`
	}
	for i, s := range o.stations {
		view.Stations = append(view.Stations, deviceView{
			ID: s.id, Name: s.name, Kiosk: s.url("/kiosk"), Staff: s.url("/staff"),
			Running: s.process.running(), Plugged: s.cable.Plugged(), Cut: o.network.pulled(i), Card: s.lying(),
		})
	}
	for _, m := range o.cast {
		view.Cards = append(view.Cards, cardView{Role: m.Role, Name: m.Card.DisplayName(), Number: m.Card.IDNumber})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(view) // the visitor may have gone
}

// act does one thing at one station: place a card, take it away, pull or plug the cable of the reader or of the network, cut the power,
// start again.
func (o *office) act(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("station"))
	if err != nil || n < 1 || n > len(o.stations) {
		http.Error(w, "no such station", http.StatusNotFound)
		return
	}
	s := o.stations[n-1]
	switch r.PathValue("action") {
	case "place":
		if !s.place(o.cast, street.Role(r.URL.Query().Get("card"))) {
			http.Error(w, "no such card", http.StatusNotFound)
			return
		}
	case "remove":
		s.remove()
	case "unplug":
		err = s.cable.Unplug()
	case "plug":
		err = s.cable.Plug()
	case "cut":
		o.network.pull(n-1, true)
	case "mend":
		o.network.pull(n-1, false)
	case "kill":
		s.process.kill()
		s.process.wait()
	case "start":
		err = s.process.start(s.command(n == 1))
	default:
		http.Error(w, "no such action", http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *simulated) place(cast []street.Member, role street.Role) bool {
	for _, m := range cast {
		if m.Role == role {
			image := simulator.NewCardImage(m.Card)
			image.Trouble = m.Trouble
			s.mu.Lock()
			defer s.mu.Unlock()
			s.card = role
			s.reader.Place(image)
			return true
		}
	}
	return false
}

func (s *simulated) remove() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.card = ""
	s.reader.Remove()
}

// lying is the card on the reader, or none.
func (s *simulated) lying() street.Role {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.card
}
