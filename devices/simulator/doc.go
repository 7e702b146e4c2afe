// Package simulator is the far end of the wires: it speaks the bytes of real devices over pseudo-terminals, faults included,
// so that demonstrations and tests run through the same code as a real device. It does not know who listens, and nothing in
// a normal station imports it.
package simulator
