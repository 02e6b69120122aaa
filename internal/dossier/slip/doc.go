// Package slip prints the papers that the one-stop desk hands out: form 01 (receipt and appointment),
// form 02 (request to supplement) and form 03 (refusal to receive). Data in, PDF out; it reads no
// database and no clock, so a slip that is printed again years later is the same slip.
//
// The forms of two circulars are in use, and a slip belongs to that of its day: Circular 01/2018
// (era 2022) and Circular 03/2025 (era 2025). What differs between them is one struct each in
// layout.go. The annexes themselves could not be read when this was written: fields follow their
// sense, and what is uncertain (paper size, table or list, which lines) is a setting there.
// law: circular-01-2018/forms circular-03-2025/forms decree-30-2020/layout circular-01-2023/qr
//
// The words of the forms are Vietnamese only and stand here, beside their form: they are official
// wording, not page texts to be translated.
//
// Map: slip.go (what all forms say) · receipt.go supplement.go refusal.go (one form each: data, and
// what of it is shown) · layout.go (eras) · mark.go (the QR code) · show.go (numbers and names as
// papers write them) · *.templ, slip.css (the look).
package slip
