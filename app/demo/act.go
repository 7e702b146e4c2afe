package demo

import (
	"errors"
	"image/png"
	"net/http"
	"slices"
	"strconv"

	"jiezhan/app/demo/street"
	"jiezhan/devices/simulator"
)

// errUnknownAction says that the panel asked for what a device cannot do.
var errUnknownAction = errors.New("no such action")

// at finds the station of a request and answers for what was done there.
func (o *office) at(do func(w http.ResponseWriter, r *http.Request, s *simulated) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.PathValue("station"))
		if err != nil || n < 1 || n > len(o.stations) {
			http.Error(w, "no such station", http.StatusNotFound)
			return
		}
		err = do(w, r, o.stations[n-1])
		switch {
		case errors.Is(err, errUnknownAction):
			http.Error(w, err.Error(), http.StatusNotFound)
		case err != nil:
			http.Error(w, err.Error(), http.StatusConflict)
		case r.Method == http.MethodPost:
			w.WriteHeader(http.StatusNoContent)
		}
	}
}

// act does one thing at one station: place a card, take it away, pull or plug the cable of the reader or of the network, cut the power,
// start again.
func (o *office) act(_ http.ResponseWriter, r *http.Request, s *simulated) error {
	n := slices.Index(o.stations, s)
	switch r.PathValue("action") {
	case "place":
		return s.place(o.cast, street.Role(r.URL.Query().Get("card")))
	case "remove":
		s.remove()
	case "unplug":
		return s.cable.Unplug()
	case "plug":
		return s.cable.Plug()
	case "cut":
		o.network.pull(n, true)
	case "mend":
		o.network.pull(n, false)
	case "kill":
		s.process.kill()
		s.process.wait()
	case "start":
		return s.process.start(s.command(n == 0))
	default:
		return errUnknownAction
	}
	return nil
}

func (s *simulated) place(cast []street.Member, role street.Role) error {
	i := slices.IndexFunc(cast, func(m street.Member) bool { return m.Role == role })
	if i < 0 {
		return errUnknownAction
	}
	image := simulator.NewCardImage(cast[i].Card)
	image.Trouble = cast[i].Trouble
	s.mu.Lock()
	defer s.mu.Unlock()
	s.card = role
	s.reader.Place(image)
	return nil
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

// actOnPrinter pulls or plugs the printer's cable, has a ticket printed, or does what a visitor's hands do to the printer.
func actOnPrinter(_ http.ResponseWriter, r *http.Request, s *simulated) error {
	switch action := r.PathValue("action"); action {
	case "unplug":
		return s.printer.Unplug()
	case "plug":
		return s.printer.Plug()
	case "ticket":
		return s.printTestTicket(r.Context())
	default:
		return s.printer.set(action)
	}
}

// showTicket draws the last ticket.
func showTicket(w http.ResponseWriter, _ *http.Request, s *simulated) error {
	picture := s.printer.picture()
	if picture == nil {
		return errUnknownAction
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_ = png.Encode(w, picture) // the visitor may have gone
	return nil
}

// lineFaults are how an alarm line can go wrong.
func lineFaults() []simulator.Fault {
	return []simulator.Fault{
		simulator.Sound, simulator.Noise, simulator.Split, simulator.BadChecksum, simulator.RepliesLost, simulator.Silence,
	}
}

// actOnAlarms pulls or plugs the line of alarms, lets something happen behind it, or makes it go wrong.
func actOnAlarms(_ http.ResponseWriter, r *http.Request, s *simulated) error {
	what := r.URL.Query().Get("what")
	switch r.PathValue("action") {
	case "unplug":
		return s.alarms.Unplug()
	case "plug":
		return s.alarms.Plug()
	case "fault":
		if !slices.Contains(lineFaults(), simulator.Fault(what)) {
			return errUnknownAction
		}
		s.alarms.upset(simulator.Fault(what))
	case "happen":
		signals := s.quarter.signals(scene(what))
		if len(signals) == 0 {
			return errUnknownAction
		}
		for _, signal := range signals {
			s.alarms.report(signal)
		}
	default:
		return errUnknownAction
	}
	return nil
}
