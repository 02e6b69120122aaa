// Package pdf prints: HTML of our own making in, PDF/A-2a out, with nothing installed on the machine.
//
// Slips, letters and reports are kept for decades, so the files carry their fonts (Liberation Serif,
// which has the widths of the Times New Roman that Decree 30/2020 asks for), their language, their
// reading order and words in place of pictures. The same paper gives the same bytes each time.
//
// Map: pdf.go (Render) · fonts.go (what can be printed) · pages.go (what goes on which page) ·
// amend.go (an incremental update that puts right what the engine writes wrong) · qr.go (QR codes).
package pdf
