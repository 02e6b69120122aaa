// Package slip prints the papers of the one-stop desk: receipt, request to supplement, refusal, apology,
// stop notice, control slip and register, which are forms of the annexes, and two papers that no annex
// has: the negative result and the slip for papers given back. Data in, PDF out; it reads no
// database and no clock, so a slip that is printed again years later is the same slip.
//
// The forms of two circulars are in use, and a slip belongs to that of its day: Circular 01/2018
// (era 2022) and Circular 03/2025 (era 2025). Which number and title a kind of paper has in each is a
// table in kind.go; what else differs is one struct each in layout.go. The annexes themselves could not be read when this was written: fields follow their
// sense, and what is uncertain (paper size, table or list, which lines) is a setting there.
// law: circular-01-2018/forms circular-03-2025/forms decree-30-2020/layout circular-01-2023/qr
//
// The words of the forms are Vietnamese only and stand here, beside their form: they are official
// wording, not page texts to be translated.
//
// Map: kind.go (kind and era → form) · slip.go (what all forms say) · receipt.go supplement.go refusal.go
// control.go register.go (one form each: data, and what of it is shown) · letter.go (what speaks in
// sentences: apology.go stop.go papers_back.go) · layout.go (eras) · mark.go (the QR code) · show.go (numbers and names as
// papers write them) · *.templ, slip.css (the look).
package slip
