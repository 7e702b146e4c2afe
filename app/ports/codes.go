package ports

import "strings"

// Codes are all codes that a device page can be answered besides those of printers.
func Codes() []string {
	return []string{
		"device.needed", "device.kind", "device.name_long", "device.id", "device.id_taken", "device.protocol", "device.connection", "device.address",
		"device.baud", "device.data_bits", "device.parity", "device.stop_bits", "device.byte", "device.number", "device.key", "device.account",
		"device.category", "device.width", "device.codepage", "device.not_here", "device.port_taken", "device.readers_many",
		"device.file_damaged", "device.file_unwritable", "device.not_answering", "device.wrong_kind", "device.stopped",
	}
}

// Refused says what is wrong with a device that somebody wants set up, everything at once.
type Refused []Wrong

// Error names the codes, for logs.
func (r Refused) Error() string {
	codes := make([]string, len(r))
	for i, w := range r {
		codes[i] = w.Field + ":" + w.Code
	}
	return strings.Join(codes, " ")
}
