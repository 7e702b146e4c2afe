package printer

// What stops a printer, as codes; the words stand in catalogues.
const (
	FaultPaperOut  = "printer.paper_out"  // no paper: put a new roll in
	FaultCoverOpen = "printer.cover_open" // close the cover
	FaultOffline   = "printer.offline"    // it does not answer, or says that it is off line for a reason of its own
	FaultCutter    = "printer.cutter"     // the cutter is stuck
	FaultBroken    = "printer.broken"     // an error that only service can end
	FaultHot       = "printer.hot"        // the head is too hot; it goes on by itself

	FaultPortNotFound     = "printer.port_not_found"
	FaultPortBusy         = "printer.port_busy" // another program has the port
	FaultPortNoPermission = "printer.port_no_permission"
	FaultPortCannotOpen   = "printer.port_cannot_open" // anything else, such as a printer on the network that does not take the call
	FaultPortGone         = "printer.port_gone"        // it was there and is no longer

	FaultBusy   = "printer.busy"   // too many tickets wait already
	FaultUnsure = "printer.unsure" // nobody can tell whether the ticket came out
)

// An Error says why a ticket was not printed or why that is not known. Its code is one of the Fault codes.
type Error struct{ Code string }

func (e *Error) Error() string { return e.Code }
