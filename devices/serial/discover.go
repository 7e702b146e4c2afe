package serial

// A PortInfo is a serial port that this machine has.
type PortInfo struct {
	Path        string // the stable name to configure: it stays with the adapter, or with the socket it is plugged into
	Device      string // what the name leads to today (/dev/ttyUSB0)
	Description string // maker and product as the adapter tells them; empty when it tells none
}
