// Package check reads the numbers that people write on Vietnamese forms: personal numbers, tax
// codes, phones, dossier codes. It says whether a number can exist, never whose it is. Nothing
// here looks anything up.
//
//	person.go   personal numbers, old identity cards, passports
//	tax.go      tax codes with their check digit
//	contact.go  phones and e-mail addresses
//	code.go     codes of procedures and of dossiers
package check
