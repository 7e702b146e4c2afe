package idcard

// Fault codes of events. They are stable; their wording belongs to the screens.
const (
	FaultCardLift        = "card.lift_and_replace"    // could not be read, also not the second time
	FaultCardUnsupported = "card.unsupported"         // some other contactless card, or an unknown layout
	FaultCardEarly       = "card.removed_early"       // gone before it was read
	FaultCardUnverified  = "card.verification_failed" // the module did not trust the card's signature
	FaultCardSuspect     = "card.suspect"             // refused or not trusted in placement after placement: damaged, or no real card
	FaultReaderSuspect   = "card.reader_suspect"      // cards refuse the module in placement after placement: the reader needs service
	FaultNotFound        = "reader.not_found"         // no such port
	FaultNoPermission    = "reader.no_permission"     // the port may not be opened
	FaultBusy            = "reader.busy"              // another program holds the port
	FaultCannotOpen      = "reader.cannot_open"       // the port refused to open for another reason
	FaultGone            = "reader.gone"              // unplugged
	FaultSilent          = "reader.silent"            // port open, nobody answers
	FaultSelfTest        = "reader.self_test_failed"  // SW3 60
	FaultNotAuthorised   = "reader.not_authorised"    // SW3 66
	FaultModule          = "reader.module_failed"     // the module keeps failing by its own words
	FaultUnexpected      = "reader.unexpected_answer" // answers, but not what the protocol allows
)

// Status bytes that are handled unlike the others of their class.
const (
	swBadLength         = 0x11
	swCardRefusesModule = 0x31
	swModuleRefusesCard = 0x32
)

// A Class says what a status asks the host to do.
type Class int

// The classes of status.
const (
	Unknown     Class = iota // no public meaning: keep the byte, treat as failure
	Done                     // success
	Nothing                  // success, that item is empty on the card
	Found                    // a card is there to be selected
	NoCard                   // none, or the one there was already read
	CardTrouble              // once more from find, then ask to lift the card
	CardSuspect              // as CardTrouble, but what was read must not be used
	CardOther                // not a card this module reads
	LineTrouble              // the module did not understand the host: send again
	Refused                  // this module does not do that: do not ask again
	ModuleBusy               // retry once, then reset
	Service                  // the module takes no commands: service
)

// A Status is one value of SW3.
type Status struct {
	SW    byte
	Code  string // stable name
	Class Class
}

// StatusOf names a status byte.
func StatusOf(sw byte) Status {
	code, class := classify(sw)
	return Status{SW: sw, Code: code, Class: class}
}

// Status names the reply's status. First status bytes other than zero mark a reply of no known meaning.
func (r Reply) Status() Status {
	if r.SW1 != 0 || r.SW2 != 0 {
		return Status{SW: r.SW, Code: "status.unknown", Class: Unknown}
	}
	return StatusOf(r.SW)
}

func classify(sw byte) (string, Class) {
	switch sw {
	case 0x90:
		return "done", Done
	case 0x91:
		return "card.item_empty", Nothing
	case 0x9F:
		return "card.found", Found
	case 0x80:
		return "card.none", NoCard
	case 0x81:
		return "card.select_failed", CardTrouble
	case 0x41:
		return "card.read_failed", CardTrouble
	case swCardRefusesModule:
		return "card.refused_module", CardTrouble
	case swModuleRefusesCard:
		return "module.refused_card", CardTrouble
	case 0x33:
		return FaultCardUnverified, CardSuspect
	case 0x40:
		return FaultCardUnsupported, CardOther
	case 0x10:
		return "line.bad_checksum", LineTrouble
	case swBadLength:
		return "line.bad_length", LineTrouble
	case 0x21:
		return "command.unknown", Refused
	case 0x23:
		return "command.not_permitted", Refused
	case 0x24:
		return "module.unrecognised_failure", ModuleBusy
	case 0x47:
		return "module.no_random_number", ModuleBusy
	case 0x60:
		return FaultSelfTest, Service
	case 0x66:
		return FaultNotAuthorised, Service
	default:
		return "status.unknown", Unknown
	}
}
