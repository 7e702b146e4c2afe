// Package alarm knows what alarm receivers and alarm panels (报警接收机, 报警主机) say on their wires: eight protocols, cut
// from a byte stream of any shape into one normal form, the Signal, with the answer the sender waits for beside it.
//
// It does not know who lives behind an account number, what is done about a signal, or where signals are kept. A Decoder
// never answers by itself: its Message says what must be durable before which bytes may leave, and the driver of the wire
// keeps that order.
package alarm
