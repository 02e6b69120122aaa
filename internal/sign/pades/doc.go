// Package pades signs PDF and tells what signatures in a PDF are worth: PAdES baseline (ETSI EN 319 142-1) on
// incremental updates (ISO 32000-1, 7.5.6). Pure: bytes in, bytes out; keys, clocks and authorities are the caller's.
//
// Signing takes two steps, because the key is on a card, in a phone or at a provider: Prepare freezes the file and says
// what is to be signed, Complete puts the signature in. A further signature is a further update; the file before it is
// the beginning of the file after it.
//
// Map: prepare.go (Prepare) · form.go, fields.go (field, widget, page) · empty.go, seed.go (fields that a file brings) · appearance.go, lines.go (what is seen) ·
// complete.go (Complete) · preserve.go (proof, document time stamps) · report.go (verdicts and reasons) · validate.go
// (Validate: bytes) · trust.go, dss.go, ages.go (certificates, evidence, algorithms) · changes.go, pair.go, locks.go
// (what came after a signature) · added.go (what a whole signed file that came back has more) · stray.go (signatures that the form does not show).
package pades
