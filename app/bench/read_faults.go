//go:build faults

package bench

import (
	"net/http"

	"jiezhan/station/store"
)

// more lets a trial read the register as the station's own pages see it, its tentative work included: one column of text, a row a line.
func (d driver) more(mux *http.ServeMux) {
	mux.HandleFunc("POST /bench/read", func(w http.ResponseWriter, r *http.Request) {
		var lines []string
		err := d.station.View(r.Context(), func(q store.Query) error {
			rows, err := q.Rows(r.FormValue("sql"))
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var line string
				if err := rows.Scan(&line); err != nil {
					return err
				}
				lines = append(lines, line)
			}
			return rows.Err()
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		respond(w, lines)
	})
}
