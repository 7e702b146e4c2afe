// Package paper is what a printer makes of an ESC/POS stream: strips of paper with dots on them. It previews tickets and is the mechanism
// of the simulated printer. It shares nothing but the typeface with what writes tickets, so that the one proves the other, and knows no
// port, no status and no ticket.
//
// It understands the commands that 80 mm and 58 mm receipt printers have in common, as their makers' command references give them
// (Epson's ESC/POS names): LF, ESC @ 2 3 a d E J R, FS & . !, GS ! V a r v0, and the real-time DLE EOT, which it leaves to others.
package paper
