// Package printer prints queue tickets on ESC/POS receipt printers, over a serial port or a raw TCP port, and says what the printer
// says: paper, cover, line. It knows no hall and no queue, and chooses neither numbers nor tokens.
//
// A ticket comes out once, wherever the line breaks: its text is printed first and proven by the printer's own answer, and only then
// is it cut off and handed out. What hangs in the printer after a break is made void on the paper before the ticket is printed again.
package printer
