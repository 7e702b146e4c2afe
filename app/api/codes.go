package api

import (
	"net/http"
	"slices"

	"jiezhan/app/ports"
	"jiezhan/devices/printer"
	"jiezhan/station/alarm"
	"jiezhan/station/area"
	"jiezhan/station/attachment"
	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/staff"
	"jiezhan/station/statistics"
)

// statuses lists every code this package itself answers, with its status. Codes of the register have their status by class; see refusal.
var statuses = map[string]int{ //nolint:gochecknoglobals // a table
	"validation":            http.StatusUnprocessableEntity,
	"unauthenticated":       http.StatusUnauthorized,
	"forbidden":             http.StatusForbidden,
	"not_found":             http.StatusNotFound,
	"method_not_allowed":    http.StatusMethodNotAllowed,
	"internal":              http.StatusInternalServerError,
	"body.too_large":        http.StatusRequestEntityTooLarge,
	"body.malformed":        http.StatusBadRequest,
	"body.unsupported_type": http.StatusUnsupportedMediaType,
	"body.timeout":          http.StatusRequestTimeout,
	"cluster.no_leader":     http.StatusServiceUnavailable,
	"cluster.uncertain":     http.StatusServiceUnavailable,
	"cluster.cut_off":       http.StatusServiceUnavailable,
	"cluster.stopped":       http.StatusServiceUnavailable,
	"backup.not_configured": http.StatusConflict,
	"backup.failed":         http.StatusInternalServerError,
	"join.code_wrong":       http.StatusForbidden,
	"join.code_invalid":     http.StatusUnprocessableEntity,
	"join.unreachable":      http.StatusServiceUnavailable,
	"join.refused":          http.StatusConflict,
	"setup.busy":            http.StatusConflict,
	"kiosk.only_here":       http.StatusForbidden,
	"host.unknown":          http.StatusMisdirectedRequest,
	"origin.foreign":        http.StatusForbidden,
	"card.gone":             http.StatusConflict,
	"card.unreadable":       http.StatusConflict,
	"paper.not_yet":         http.StatusConflict,
	"paper.too_long":        http.StatusConflict,
	"person.closed":         http.StatusForbidden,
	"person.restricted":     http.StatusForbidden,
	"look.not_recorded":     http.StatusServiceUnavailable,
	"draft.refused":         http.StatusConflict,
	"residence.under_14":    http.StatusForbidden,
	"login.wrong":           http.StatusUnauthorized,
	"login.locked":          http.StatusTooManyRequests,
	"reporter.wrong":        http.StatusUnauthorized,
	"password.wrong":        http.StatusUnprocessableEntity,
	"password.must_change":  http.StatusForbidden,
	"password.same":         http.StatusUnprocessableEntity,
	"password.own":          http.StatusConflict,
	"session.locked":        http.StatusUnauthorized,

	// Of tables.
	"bulk.job_unknown":            http.StatusNotFound,
	"bulk.kind_unknown":           http.StatusNotFound,
	"bulk.wrong_state":            http.StatusConflict,
	"bulk.part_missing":           http.StatusConflict,
	"bulk.failed":                 http.StatusInternalServerError,
	"file.too_large":              http.StatusRequestEntityTooLarge,
	"file.too_many_rows":          http.StatusUnprocessableEntity,
	"file.old_format":             http.StatusUnprocessableEntity,
	"file.unreadable":             http.StatusUnprocessableEntity,
	"file.encoding":               http.StatusUnprocessableEntity,
	"file.quotes":                 http.StatusUnprocessableEntity,
	"file.cell_too_long":          http.StatusUnprocessableEntity,
	"file.no_headings":            http.StatusUnprocessableEntity,
	"file.columns_missing":        http.StatusUnprocessableEntity,
	"file.no_rows":                http.StatusUnprocessableEntity,
	"export.second_not_permitted": http.StatusUnprocessableEntity,
	"export.password_short":       http.StatusUnprocessableEntity,
	"export.place_unknown":        http.StatusUnprocessableEntity,
	"export.period":               http.StatusUnprocessableEntity,

	// Of devices. Those of printers mean that something has to be done at the printer.
	"device.wrong_kind":           http.StatusConflict,
	"device.not_answering":        http.StatusConflict,
	"device.file_unwritable":      http.StatusServiceUnavailable,
	"device.file_damaged":         http.StatusConflict,
	"device.stopped":              http.StatusServiceUnavailable,
	printer.FaultPaperOut:         http.StatusConflict,
	printer.FaultCoverOpen:        http.StatusConflict,
	printer.FaultOffline:          http.StatusConflict,
	printer.FaultCutter:           http.StatusConflict,
	printer.FaultBroken:           http.StatusConflict,
	printer.FaultHot:              http.StatusConflict,
	printer.FaultPortNotFound:     http.StatusConflict,
	printer.FaultPortBusy:         http.StatusConflict,
	printer.FaultPortNoPermission: http.StatusConflict,
	printer.FaultPortCannotOpen:   http.StatusConflict,
	printer.FaultPortGone:         http.StatusConflict,
	printer.FaultBusy:             http.StatusConflict,
	printer.FaultUnsure:           http.StatusConflict,

	// Of single fields, inside a validation problem.
	"required":         http.StatusUnprocessableEntity,
	"unknown_field":    http.StatusUnprocessableEntity,
	"wrong_type":       http.StatusUnprocessableEntity,
	"too_long":         http.StatusUnprocessableEntity,
	"too_short":        http.StatusUnprocessableEntity,
	"too_many":         http.StatusUnprocessableEntity,
	"too_few":          http.StatusUnprocessableEntity,
	"too_small":        http.StatusUnprocessableEntity,
	"too_big":          http.StatusUnprocessableEntity,
	"not_listed":       http.StatusUnprocessableEntity,
	"date.invalid":     http.StatusUnprocessableEntity,
	"format.invalid":   http.StatusUnprocessableEntity,
	"text.bad_letters": http.StatusUnprocessableEntity,

	"request_id.invalid":        http.StatusUnprocessableEntity,
	"housing.too_wide":          http.StatusConflict,
	"document.number_differs":   http.StatusUnprocessableEntity,
	"data_request.nothing_held": http.StatusNotFound,
}

// Codes lists every code a person can meet: those of this package, of the ledger and of all slices, and the warnings on receipts.
func Codes() []string {
	codes := append(StopCodes(), "journal.other_number", "request_id.invalid") // of station
	for code := range statuses {
		codes = append(codes, code)
	}
	for _, of := range []func() []string{ledger.Codes, area.Codes, registry.Codes, permit.Codes, staff.Codes, office.Codes, conflict.Codes, ports.Codes, alarm.Codes, attachment.Codes, rental.Codes, statistics.Codes} {
		codes = append(codes, of()...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
